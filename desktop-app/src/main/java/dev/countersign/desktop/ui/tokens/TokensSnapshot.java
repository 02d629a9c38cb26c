package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.proof.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that are enrolled, those attached right now, and what keeps others from being seen.
 */
public record TokensSnapshot(
    List<Enrolled> enrolled, List<Attached> attached, List<TokenMessage> troubles) {

  /**
   * A token that was enrolled.
   *
   * @param name what the approver called it
   * @param id as the gateway knows it
   * @param certificate of a card, that of its enrolment or last renewal
   * @param demo true for the software key of the demo
   */
  public record Enrolled(
      String name,
      String kind,
      Bytes id,
      Optional<EnrolledCertificate> certificate,
      boolean demo) {}

  /**
   * The certificate of an enrolled card.
   *
   * @param subject whom it names (RFC 2253), text from outside
   * @param issuer who issued it, text from outside
   * @param unfit why it cannot approve now, one sentence; empty when it can
   */
  public record EnrolledCertificate(
      String subject, String issuer, Instant notAfter, Optional<String> unfit) {}

  /**
   * A token that is attached.
   *
   * @param name the maker's, text from outside
   * @param place module and reader of a card, text from outside; empty for a key
   * @param demo true for the software key of the demo
   */
  public record Attached(
      TokenId id,
      String name,
      Optional<String> place,
      boolean demo,
      EnrolledHere enrolledHere,
      TokenState state) {

    /** Whether it is a smart card. */
    public boolean card() {
      return place.isPresent();
    }
  }

  /** Whether an attached token is among the enrolled ones. */
  public enum EnrolledHere {
    YES,
    NO,
    /** A key does not tell before it is used. */
    UNKNOWN
  }

  public TokensSnapshot {
    enrolled = List.copyOf(enrolled);
    attached = List.copyOf(attached);
    troubles = List.copyOf(troubles);
  }
}
