package dev.countersign.desktop.cli;

import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.LogFile;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.NoteSignature;
import dev.countersign.proof.log.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign log head}: where the log stands, and its newest checkpoint. */
@Command(
    name = "head",
    mixinStandardHelpOptions = true,
    description =
        "Prints the head of an audit log and what its newest stored checkpoint covers. Does not"
            + " verify it.",
    footer = "Exit: 0 printed, 1 there is no checkpoint for --out, 2 unusable input.")
final class LogHeadCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--db", required = true, paramLabel = "FILE", description = "the audit database")
  private Path database = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "a new file for the checkpoint, to be kept elsewhere for log verify")
  private @Nullable Path out;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    try (LogFile log = LogFile.open(database)) {
      Checkpoint head = log.head();
      Optional<SignedCheckpoint> newest = log.newestCheckpoint();
      if (out != null) {
        if (newest.isEmpty()) {
          terminal.err().println("The log has no checkpoint yet.");
          terminal.err().flush();
          return ExitCode.NO;
        }
        Files.write(out, newest.get().toBytes(), StandardOpenOption.CREATE_NEW);
      }
      print(terminal, head, newest);
      return ExitCode.YES;
    } catch (FileAlreadyExistsException there) {
      return terminal.unusable(there.getFile() + " is there already; it was left as it is.");
    } catch (IOException unusable) {
      return terminal.unusable("The file cannot be used: " + unusable.getMessage() + ".");
    } catch (AuditUnreadableException | MissingNodeException damaged) {
      return terminal.unusable("The log was changed or is damaged. Run log verify.");
    }
  }

  private void print(Terminal terminal, Checkpoint head, Optional<SignedCheckpoint> newest) {
    long covered = newest.map(signed -> signed.checkpoint().size()).orElse(0L);
    if (json) {
      JsonObject.Builder line =
          JsonObject.builder()
              .put("origin", head.origin())
              .put("size", head.size())
              .put("root", head.root().base64Url())
              .put("checkpoint_size", covered);
      newest.ifPresent(signed ->
          line.put(
              "checkpoint_signed_by",
              JsonArray.ofStrings(
                  signed.note().signatures().stream().map(NoteSignature::name).toList())));
      JsonOutput.print(terminal.out(), line.build());
      return;
    }
    terminal.out().print(head.body());
    terminal
        .out()
        .println(
            newest.isEmpty()
                ? "No checkpoint is stored."
                : "The newest checkpoint covers %d entries; %d came after it."
                    .formatted(covered, head.size() - covered));
    terminal.out().flush();
  }
}
