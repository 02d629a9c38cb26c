package dev.countersign.desktop.cli;

import dev.countersign.desktop.audit.LogFile;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.VerifierKeys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign log backup}: a copy that is verified before it counts as one. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = "Copies an audit log, also while the desk has it open, and verifies the copy.",
    footer =
        "A backup is for reading. Restoring one is a roll-back, which the witness reports: a device"
            + " that lost its log is enrolled anew. Exit: 0 copied and intact, 1 the copy does not"
            + " verify, 2 unusable input, 3 copied, but shorter than a checkpoint in it says, 4"
            + " copied, with entries after the newest stored checkpoint.")
final class LogBackupCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--db", required = true, paramLabel = "FILE", description = "the audit database")
  private Path database = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "a new file")
  private Path out = Path.of("");

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    try (LogFile log = LogFile.open(database)) {
      log.backup(out);
    } catch (FileAlreadyExistsException there) {
      return terminal.unusable(there.getFile() + " is there already; it was left as it is.");
    } catch (IOException unusable) {
      return terminal.unusable("The backup was not made: " + unusable.getMessage() + ".");
    }
    LogVerdict verdict = new LogVerifier(VerifierKeys.none()).verify(out, Optional.empty());
    if (json) {
      JsonOutput.print(terminal.out(), LogVerifyCommand.json(verdict, List.of()));
    } else {
      terminal
          .out()
          .println(
              switch (verdict) {
                case LogVerdict.Intact _ -> "The backup is written and intact.";
                case LogVerdict.Unsealed _ ->
                    "The backup is written; entries follow its newest checkpoint.";
                case LogVerdict.Changed _, LogVerdict.Truncated _, LogVerdict.Unusable _ ->
                    "The backup is written but does not verify. Run log verify on both.";
              });
      terminal.out().flush();
    }
    return verdict.exitCode();
  }
}
