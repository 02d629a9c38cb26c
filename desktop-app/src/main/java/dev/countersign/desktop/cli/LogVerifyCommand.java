package dev.countersign.desktop.cli;

import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.cli.InputFile.UnusableException;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.verify.TrustFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign log verify}: checks an audit log file offline. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Checks an audit log entry by entry; prints one line of JSON.",
    footer =
        "Exit: 0 intact, 1 changed, 2 unusable input, 3 cut or rolled back against --checkpoint,"
            + " 4 entries after the newest stored checkpoint.")
final class LogVerifyCommand implements Callable<Integer> {
  private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;
  private static final int MAX_TRUST_BYTES = 16 * 1024 * 1024;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--db", required = true, paramLabel = "FILE", description = "the audit database")
  private Path database = Path.of("");

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "a witnessed checkpoint that was kept elsewhere")
  private @Nullable Path checkpoint;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "trust.json, to check the device's signature on checkpoints as well")
  private @Nullable Path trust;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    try {
      LogVerdict verdict =
          new LogVerifier(keys()).verify(database, Optional.ofNullable(checkpoint));
      if (verdict instanceof LogVerdict.Unusable(String sentence)) {
        return terminal.unusable(sentence);
      }
      JsonOutput.print(terminal.out(), json(verdict));
      return verdict.exitCode();
    } catch (UnusableException unusable) {
      return terminal.unusable(String.valueOf(unusable.getMessage()));
    }
  }

  private VerifierKeys keys() throws UnusableException {
    if (trust == null) {
      return VerifierKeys.none();
    }
    if (checkpoint == null) {
      throw new UnusableException("--trust is used with --checkpoint, which names the device.");
    }
    String origin = origin(checkpoint);
    NoteVerifier device =
        devices(trust).stream()
            .filter(each -> LogHead.originOf(each.jkt()).equals(origin))
            .findFirst()
            .map(each -> NoteKeys.deviceVerifier(origin, each.key()))
            .orElseThrow(
                () -> new UnusableException("The trust file has no device for this checkpoint."));
    return new VerifierKeys(Optional.of(device), Optional.empty());
  }

  private static List<TrustFile.Device> devices(Path trust) throws UnusableException {
    try {
      return TrustFile.parse(InputFile.read(trust, MAX_TRUST_BYTES)).approvers().stream()
          .flatMap(approver -> approver.devices().stream())
          .toList();
    } catch (RefusedException malformed) {
      throw new UnusableException(trust + " is not a trust file: " + malformed.getMessage() + ".");
    }
  }

  private static String origin(Path checkpoint) throws UnusableException {
    byte[] note = InputFile.read(checkpoint, MAX_CHECKPOINT_BYTES);
    return switch (SignedCheckpoint.parse(note)) {
      case Parse.Parsed<SignedCheckpoint>(SignedCheckpoint signed) -> {
        Checkpoint head = signed.checkpoint();
        yield head.origin();
      }
      case Parse.Malformed<SignedCheckpoint>(String reason) ->
          throw new UnusableException(checkpoint + " is not a checkpoint: " + reason + ".");
    };
  }

  private static JsonObject json(LogVerdict verdict) {
    JsonObject.Builder json = JsonObject.builder();
    switch (verdict) {
      case LogVerdict.Intact(LogVerdict.Facts facts) -> facts(json.put("result", "intact"), facts);
      case LogVerdict.Changed changed -> {
        json.put("result", "changed");
        changed.firstBadEntry().ifPresent(entry -> json.put("first_bad_entry", entry));
        json.put("findings", JsonArray.ofStrings(changed.findings()));
        facts(json, changed.facts());
      }
      case LogVerdict.Truncated(long expected, LogVerdict.Facts facts) ->
          facts(json.put("result", "truncated").put("expected_entries", expected), facts);
      case LogVerdict.Unsealed(long sealed, LogVerdict.Facts facts) ->
          facts(json.put("result", "unsealed").put("sealed_entries", sealed), facts);
      case LogVerdict.Unusable(String sentence) ->
          json.put("result", "unusable").put("sentence", sentence);
    }
    return json.build();
  }

  private static void facts(JsonObject.Builder json, LogVerdict.Facts facts) {
    json.put("entries", facts.entries()).put("root", facts.root().base64Url());
    facts.origin().ifPresent(origin -> json.put("origin", origin));
    if (facts.notChecked().contains("witness")) {
      json.put("note", "not checked against a witness");
    }
    json.put("not_checked", JsonArray.ofStrings(facts.notChecked()));
  }
}
