package dev.countersign.desktop.cli;

import dev.countersign.desktop.cli.InputFile.UnusableException;
import dev.countersign.desktop.export.ExportCheck;
import dev.countersign.desktop.export.ExportCheck.Result;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.log.NoteVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code log verify-export}: checks a verifiable export without the database. */
@Command(
    name = "verify-export",
    mixinStandardHelpOptions = true,
    description = "Checks a JSON Lines export entry by entry; prints one line of JSON.",
    footer = "Exit: 0 every entry is proven, 1 something does not fit, 2 unusable input.")
final class LogVerifyExportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the export")
  private Path file = Path.of("");

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "trust.json, to check the device's signature on the checkpoint")
  private @Nullable Path trust;

  @Option(
      names = "--witness-key",
      paramLabel = "FILE",
      description = "the witness's public key, as countersign-gateway witness key prints it")
  private @Nullable Path witnessKey;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    try {
      if (!Files.isRegularFile(file)) {
        return terminal.unusable("There is no file " + file + ".");
      }
      Optional<NoteVerifier> witness =
          witnessKey == null ? Optional.empty() : Optional.of(TrustedKeys.witness(witnessKey));
      Result result = new ExportCheck(Optional.empty(), witness).check(file);
      if (trust != null && result instanceof Result.Verified verified) {
        // Which device it must be is known only now, from an origin that every proof agrees with.
        NoteVerifier device = TrustedKeys.device(trust, verified.origin());
        result = new ExportCheck(Optional.of(device), witness).check(file);
      }
      return answer(terminal, result);
    } catch (UnusableException unusable) {
      return terminal.unusable(String.valueOf(unusable.getMessage()));
    }
  }

  private static int answer(Terminal terminal, Result result) {
    return switch (result) {
      case Result.Unusable(String sentence) -> terminal.unusable(sentence);
      case Result.Changed(long line, String what) -> {
        JsonOutput.print(
            terminal.out(),
            JsonObject.builder()
                .put("result", "changed")
                .put("line", line)
                .put("finding", what)
                .build());
        yield ExitCode.NO;
      }
      case Result.Verified verified -> {
        JsonOutput.print(
            terminal.out(),
            JsonObject.builder()
                .put("result", "verified")
                .put("origin", verified.origin())
                .put("first", verified.first())
                .put("end", verified.end())
                .put("withheld", verified.withheld())
                .put("tree_size", verified.treeSize())
                .put("witnessed", verified.witnessed())
                .put("not_checked", JsonArray.ofStrings(verified.notChecked()))
                .build());
        yield ExitCode.YES;
      }
    };
  }
}
