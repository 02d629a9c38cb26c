package dev.countersign.desktop.approval;

import java.time.Duration;
import java.time.InstantSource;

/** What every decision on this device works with. */
public record JourneyPorts(
    DeskIdentity identity,
    GatewayPort gateway,
    AuditPort audit,
    TokenPort tokens,
    PendingProofs proofs,
    Timing timing) {

  /**
   * Clock and patience.
   *
   * @param attach how long a token may take to be attached
   * @param token how long one attempt with the token may take, PIN entry not included
   * @param pin how long the PIN may take
   * @param delivery how long a proof is sent again when no answer comes
   * @param pause between two such attempts
   */
  public record Timing(
      InstantSource clock,
      Duration attach,
      Duration token,
      Duration pin,
      Duration delivery,
      Duration pause) {

    /** The usual patience: 60 s, 60 s, 90 s, 30 s, 1 s. */
    public static Timing usual(InstantSource clock) {
      return new Timing(
          clock,
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(90),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1));
    }
  }
}
