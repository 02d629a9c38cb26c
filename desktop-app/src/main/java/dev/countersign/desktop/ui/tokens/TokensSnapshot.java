package dev.countersign.desktop.ui.tokens;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys that the gateway knows for this approver, and those attached right now. */
public record TokensSnapshot(List<Enrolled> enrolled, List<Attached> attached) {

  /**
   * A key that was enrolled.
   *
   * @param name what the approver called it
   * @param credentialId base64url
   * @param demo true for the software key of the demo
   */
  public record Enrolled(
      String name, String kind, String credentialId, Optional<Instant> since, boolean demo) {}

  /**
   * A key that is plugged in.
   *
   * @param name the maker's, text from outside
   * @param demo true for the software key of the demo
   */
  public record Attached(String name, String kind, boolean demo) {}

  public TokensSnapshot {
    enrolled = List.copyOf(enrolled);
    attached = List.copyOf(attached);
  }
}
