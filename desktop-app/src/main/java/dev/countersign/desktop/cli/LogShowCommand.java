package dev.countersign.desktop.cli;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.LogFile;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.log.TreeHashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign log show}: prints entries as they are stored. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints entries of an audit log, exactly as stored. Does not verify them.",
    footer = "Exit: 0 printed, 1 there is no such entry, 2 unusable input.")
final class LogShowCommand implements Callable<Integer> {
  private static final int PAGE = 256;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--db", required = true, paramLabel = "FILE", description = "the audit database")
  private Path database = Path.of("");

  @Option(names = "--first", paramLabel = "N", description = "number of the first entry, from 0")
  private long first;

  @Option(names = "--end", paramLabel = "N", description = "number after the last entry")
  private long end = Long.MAX_VALUE;

  @Option(names = "--json", description = "one line of JSON for each, with its leaf hash")
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    try (LogFile log = LogFile.open(database)) {
      long next = Math.max(0, first);
      boolean printed = false;
      while (next < end) {
        List<AuditEntry> page = log.entriesFrom(next, (int) Math.min(PAGE, end - next));
        if (page.isEmpty()) {
          break;
        }
        page.forEach(entry -> print(terminal, entry));
        printed = true;
        if (page.getLast().index() == Long.MAX_VALUE) {
          break; // in a changed file: there is no number after it
        }
        next = page.getLast().index() + 1;
      }
      terminal.out().flush();
      return printed ? ExitCode.YES : ExitCode.NO;
    } catch (IOException unusable) {
      return terminal.unusable("The database file cannot be used: " + unusable.getMessage() + ".");
    } catch (AuditUnreadableException damaged) {
      return terminal.unusable(damaged.fault().sentence());
    }
  }

  private void print(Terminal terminal, AuditEntry entry) {
    byte[] bytes = entry.leaf().toArray();
    if (json) {
      JsonOutput.print(
          terminal.out(),
          JsonObject.builder()
              .put("index", entry.index())
              .put("leaf_hash", TreeHashing.leaf(bytes).base64Url())
              .put("entry", entry.leaf())
              .build());
    } else {
      // The strict profile escapes controls, but a changed file may hold anything, and a terminal
      // must not be told what to do by it.
      String text =
          new String(bytes, StandardCharsets.UTF_8).replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
      terminal.out().println(entry.index() + "  " + text);
    }
  }
}
