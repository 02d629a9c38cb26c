package dev.countersign.desktop.demo;

import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** The one token of the demo. It is worth nothing outside: only the demo's gateway takes it. */
interface DemoToken extends AutoCloseable {
  /**
   * Makes one.
   *
   * @param folder for what it keeps; deleted by the caller
   * @throws TokenUnavailableException where this system lacks what it needs
   */
  static DemoToken make(HeldToken kind, Path folder, Clock clock)
      throws IOException, InterruptedException {
    return switch (kind) {
      case KEY -> new DemoSoftwareKey(clock);
      case PKCS11 -> DemoCard.behindSoftHsm(folder, clock);
      case PIV -> DemoCard.inVirtualReader(clock);
    };
  }

  /** What it is, for a person. */
  String name();

  /** Published, because nothing here is real. */
  String pin();

  /** The tokens of the demo's machine: only this one. */
  MachineTokens machine();

  /** The keys that the demo's gateway takes. */
  AttestationTrust takenKeys();

  /** The cards that the demo's gateway takes. */
  CardPolicy takenCards();

  /** Enrols it, doing what its owner does. */
  EnrolmentOutcome enrol(Enroller enroller, String code) throws IOException, InterruptedException;

  /** Whether a decision waits for a touch after the PIN. */
  boolean isTouched();

  /** What a finger does to it. */
  void touch();

  @Override
  void close() throws IOException;
}
