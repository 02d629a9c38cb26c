package dev.countersign.desktop.cli;

import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.LogFile;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.Progress;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.cli.InputFile.UnusableException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.log.NoteVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--db", required = true, paramLabel = "FILE", description = "the audit database")
  private Path database = Path.of("");

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "a witnessed checkpoint that was kept elsewhere")
  private @Nullable Path checkpoint;

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description =
          "an approval proof kept elsewhere, which signs the log's head of its time; may be repeated")
  private List<Path> proofs = List.of();

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "trust.json, to check the device's signatures as well")
  private @Nullable Path trust;

  @Option(
      names = "--witness-key",
      paramLabel = "FILE",
      description =
          "a witness's key as countersign-gateway witness key prints it; the checkpoint must carry"
              + " its signature; may be repeated")
  private List<Path> witnessKeys = List.of();

  @Option(names = "--json", description = "one line of JSON, which is also the default")
  @SuppressWarnings("UnusedVariable") // picocli sets it; JSON is printed in any case
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    try {
      OutsideHeads outside = OutsideHeads.read(Optional.ofNullable(checkpoint), proofs);
      VerifierKeys keys = keys(outside);
      LogVerdict verdict =
          new LogVerifier(keys).verify(database, outside.checked(keys, trust), Progress.NONE);
      if (verdict instanceof LogVerdict.Unusable(String sentence)) {
        return terminal.unusable(sentence);
      }
      JsonOutput.print(terminal.out(), json(verdict, witnessedBy(keys)));
      return verdict.exitCode();
    } catch (UnusableException unusable) {
      return terminal.unusable(String.valueOf(unusable.getMessage()));
    }
  }

  private VerifierKeys keys(OutsideHeads outside) throws UnusableException {
    if (!witnessKeys.isEmpty() && checkpoint == null) {
      throw new UnusableException("--witness-key is used with --checkpoint.");
    }
    List<NoteVerifier> witnesses = new ArrayList<>();
    for (Path each : witnessKeys) {
      witnesses.add(TrustedKeys.witness(each));
    }
    Optional<String> origin = trust == null ? Optional.empty() : origin(outside);
    Optional<NoteVerifier> device =
        trust == null || origin.isEmpty()
            ? Optional.empty()
            : Optional.of(TrustedKeys.device(trust, origin.get()));
    return new VerifierKeys(device, witnesses);
  }

  /** Without their signatures the checkpoint would not have been usable. */
  private static List<String> witnessedBy(VerifierKeys keys) {
    return keys.witnesses().stream().map(NoteVerifier::name).toList();
  }

  /**
   * The log's name: by what was kept outside, otherwise by its own first entry. Without either the
   * verifier says what is wrong with the file, and that signatures were not checked.
   */
  private Optional<String> origin(OutsideHeads outside) {
    Optional<String> named = outside.origin();
    if (named.isPresent()) {
      return named;
    }
    try (LogFile log = LogFile.open(database)) {
      return Optional.of(log.genesis().origin());
    } catch (IOException | AuditUnreadableException unreadable) {
      return Optional.empty();
    }
  }

  static JsonObject json(LogVerdict verdict, List<String> witnessedBy) {
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
    if (!witnessedBy.isEmpty()) {
      json.put("witnessed_by", JsonArray.ofStrings(witnessedBy));
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
