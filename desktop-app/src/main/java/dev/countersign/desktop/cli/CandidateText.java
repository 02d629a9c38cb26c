package dev.countersign.desktop.cli;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardPinState;
import dev.countersign.desktop.enrollment.CardCandidate;
import dev.countersign.desktop.enrollment.Unsuitable;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A certificate of a card on the terminal and in JSON. Its names and purposes are text from
 * outside: no control character of them reaches the terminal.
 */
final class CandidateText {
  private static final int SHOWN_DIGITS = 12;

  private CandidateText() {}

  /** One line that tells it from others, and what is to be known of it below. */
  static List<String> lines(CardCandidate candidate) {
    CardCertificate certificate = candidate.certificate();
    List<String> lines = new ArrayList<>();
    lines.add(
        start(candidate)
            + "  "
            + Printable.text(certificate.subject())
            + "  "
            + certificate.algorithm().map(Enum::name).orElse("no usable key")
            + "  until "
            + Instant.ofEpochSecond(certificate.leaf().notAfter()));
    lines.add("  issued by " + Printable.text(certificate.issuer()));
    lines.add("  for " + Printable.text(purposes(certificate)) + "; " + pinUse(certificate));
    candidate.unsuitable().ifPresent(reason -> lines.add("  " + cannot(reason)));
    return lines;
  }

  /** The digits by which the list names it. */
  static String start(CardCandidate candidate) {
    return candidate.thumbprint().substring(0, SHOWN_DIGITS);
  }

  private static String purposes(CardCertificate certificate) {
    return certificate.purposes().isEmpty()
        ? "no stated purpose"
        : String.join(", ", certificate.purposes());
  }

  private static String pinUse(CardCertificate certificate) {
    return switch (certificate.pinUse()) {
      case EVERY_USE -> "asks for the PIN for every signature";
      case ONCE -> "asks for the PIN once";
      case UNKNOWN -> "shows its key after the PIN only";
    };
  }

  private static String cannot(Unsuitable reason) {
    return reason == Unsuitable.ENROLLED
        ? reason.message().happened()
        : "It cannot approve. " + reason.message().text();
  }

  static JsonObject json(CardCandidate candidate) {
    CardCertificate certificate = candidate.certificate();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("sha256", candidate.thumbprint())
            .put("subject", certificate.subject())
            .put("issuer", certificate.issuer())
            .put("purposes", JsonArray.ofStrings(certificate.purposes()))
            .put("not_before", certificate.leaf().notBefore())
            .put("not_after", certificate.leaf().notAfter())
            .put("pin_use", JsonOutput.code(certificate.pinUse()));
    certificate.algorithm().ifPresent(algorithm -> json.put("algorithm", algorithm.name()));
    candidate
        .unsuitable()
        .ifPresent(reason ->
            json.put("unsuitable", reason.code()).put("reason", reason.message().happened()));
    return json.build();
  }

  /** What a card says of its PIN, in a few words. */
  static String pin(CardPinState pin) {
    String state =
        !pin.set()
            ? "not set"
            : switch (pin.tries()) {
              case ENOUGH -> "set";
              case SOME_USED -> "set; a wrong one was entered since the last right one";
              case LAST -> "set; one try is left: another wrong PIN locks the card";
              case NONE -> "locked";
            };
    return state
        + (pin.mustChange() ? "; must be changed" : "")
        + length(pin).map(words -> "; " + words).orElse("")
        + (pin.pad() ? "; entered on the reader's keys" : "");
  }

  private static Optional<String> length(CardPinState pin) {
    return pin.shortest() > 0 && pin.longest() >= pin.shortest()
        ? Optional.of(pin.shortest() + " to " + pin.longest() + " bytes")
        : Optional.empty();
  }

  static JsonObject json(CardPinState pin) {
    return JsonObject.builder()
        .put("set", pin.set())
        .put("must_change", pin.mustChange())
        .put("pad", pin.pad())
        .put("tries", JsonOutput.code(pin.tries()))
        .put("shortest", pin.shortest())
        .put("longest", pin.longest())
        .build();
  }
}
