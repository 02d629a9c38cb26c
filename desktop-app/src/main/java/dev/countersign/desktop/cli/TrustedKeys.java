package dev.countersign.desktop.cli;

import dev.countersign.desktop.cli.InputFile.UnusableException;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.WitnessKeyText;
import dev.countersign.proof.verify.TrustFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Keys that files on the command line vouch for. */
final class TrustedKeys {
  private static final int MAX_TRUST_BYTES = 16 * 1024 * 1024;
  private static final int MAX_KEY_BYTES = 4 * 1024;

  private TrustedKeys() {}

  /** The key under which the device of a log signs its checkpoints. */
  static NoteVerifier device(Path trust, String origin) throws UnusableException {
    try {
      return TrustFile.parse(InputFile.read(trust, MAX_TRUST_BYTES)).approvers().stream()
          .flatMap(approver -> approver.devices().stream())
          .filter(each -> LogHead.originOf(each.jkt()).equals(origin))
          .findFirst()
          .map(each -> NoteKeys.deviceVerifier(origin, each.key()))
          .orElseThrow(() -> new UnusableException("The trust file has no device for this log."));
    } catch (RefusedException malformed) {
      throw new UnusableException(trust + " is not a trust file: " + malformed.getMessage() + ".");
    }
  }

  /** A witness's key, one line as {@code countersign-gateway witness key} prints it. */
  static CosignatureVerifier witness(Path file) throws UnusableException {
    String text = new String(InputFile.read(file, MAX_KEY_BYTES), StandardCharsets.UTF_8);
    return switch (WitnessKeyText.parse(text)) {
      case Parse.Parsed<CosignatureVerifier>(CosignatureVerifier key) -> key;
      case Parse.Malformed<CosignatureVerifier>(String reason) ->
          throw new UnusableException(file + " is not a witness key: " + reason + ".");
    };
  }
}
