package dev.countersign.desktop.cli;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.demo.HeldToken;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Exporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What the command line starts but does not contain: the window and the demo. */
public interface Launchers {
  /** Opens the desk for the enrolled gateway; returns its exit code when it is closed. */
  int desk();

  /** The first enrolment of this device. */
  NewEnrolment enrolment();

  /**
   * Runs the demo.
   *
   * @param headless drives the same window without a display and leaves the evidence
   * @param out where a headless run leaves it
   * @param token what its approver holds
   */
  int demo(boolean headless, Optional<Path> out, HeldToken token);

  /** Watches the tokens of this machine; the caller closes it. */
  TokenWatcher tokens();

  /** The enrolled tokens of this device; {@code attached} are those that may take part. */
  OwnTokens ownTokens(TokenPort attached);

  /**
   * Watches the smart cards of this machine; the caller closes it.
   *
   * @throws IOException with one sentence, when the settings cannot be used
   */
  CardWatcher cards() throws IOException;

  /**
   * Exports the audit log of the enrolled desk, while it is closed, after an enrolled token
   * confirmed that; {@code attached} are those that may.
   */
  Exporter exporter(TokenPort attached, Person person);
}
