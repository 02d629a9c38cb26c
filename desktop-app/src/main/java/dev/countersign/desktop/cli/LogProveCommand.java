package dev.countersign.desktop.cli;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.LogFile;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.MissingNodeException;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign log prove}: proofs that somebody else can check without the log. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description =
        "Proves that an entry is in the log (--entry), or that the log of one size continues that"
            + " of a smaller one (--from); prints one line of JSON.",
    footer =
        "The paths are those of RFC 9162, sections 2.1.3 and 2.1.4. A proof is printed only when it"
            + " holds. Exit: 0 proved, 1 the log does not prove it, 2 unusable input.")
final class LogProveCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--db", required = true, paramLabel = "FILE", description = "the audit database")
  private Path database = Path.of("");

  @Option(names = "--entry", paramLabel = "N", description = "the entry, counted from 0")
  private @Nullable Long entry;

  @Option(names = "--from", paramLabel = "SIZE", description = "the smaller size")
  private @Nullable Long from;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "the size of the tree; without it, the whole log")
  private @Nullable Long size;

  @Option(names = "--json", description = "one line of JSON, which is also the default")
  @SuppressWarnings("UnusedVariable") // picocli sets it; JSON is printed in any case
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    if ((entry == null) == (from == null)) {
      return terminal.unusable("Say either --entry or --from.");
    }
    try (LogFile log = LogFile.open(database)) {
      long whole = log.head().size();
      long wanted = size == null ? whole : size;
      if (wanted < 1 || wanted > whole) {
        return terminal.unusable("The log has " + whole + " entries; --size is not among them.");
      }
      return entry != null
          ? inclusion(terminal, log, entry, wanted)
          : consistency(terminal, log, from == null ? 0 : from, wanted);
    } catch (IOException unusable) {
      return terminal.unusable("The database file cannot be used: " + unusable.getMessage() + ".");
    } catch (AuditUnreadableException | MissingNodeException damaged) {
      return no(terminal);
    }
  }

  private static int inclusion(Terminal terminal, LogFile log, long index, long size) {
    if (index < 0 || index >= size) {
      return terminal.unusable("The tree of that size has no such entry.");
    }
    List<AuditEntry> found = log.entriesFrom(index, 1);
    InclusionProof proof = log.inclusion(index, size);
    Checkpoint head = log.headAt(size);
    if (found.isEmpty()
        || found.getFirst().index() != index
        || !TreeVerifier.inclusion(
                proof, TreeHashing.leaf(found.getFirst().leaf().toArray()), head.root())
            .holds()) {
      return no(terminal);
    }
    JsonOutput.print(
        terminal.out(),
        JsonObject.builder()
            .put("proof", "inclusion")
            .put("origin", head.origin())
            .put("index", index)
            .put("size", size)
            .put("root", head.root().base64Url())
            .put("entry", found.getFirst().leaf())
            .put("path", path(proof.path()))
            .build());
    return ExitCode.YES;
  }

  private static int consistency(Terminal terminal, LogFile log, long from, long size) {
    if (from < 1 || from > size) {
      return terminal.unusable("--from is a size from 1 to that of the tree.");
    }
    ConsistencyProof proof = log.consistency(from, size);
    Checkpoint old = log.headAt(from);
    Checkpoint head = log.headAt(size);
    if (!TreeVerifier.consistency(proof, old.root(), head.root()).holds()) {
      return no(terminal);
    }
    JsonOutput.print(
        terminal.out(),
        JsonObject.builder()
            .put("proof", "consistency")
            .put("origin", head.origin())
            .put("old_size", from)
            .put("old_root", old.root().base64Url())
            .put("size", size)
            .put("root", head.root().base64Url())
            .put("path", path(proof.path()))
            .build());
    return ExitCode.YES;
  }

  private static JsonArray path(List<TreeHash> path) {
    return JsonArray.ofStrings(path.stream().map(TreeHash::base64Url).toList());
  }

  private static int no(Terminal terminal) {
    terminal.err().println("The log does not prove it: it was changed. Run log verify.");
    terminal.err().flush();
    return ExitCode.NO;
  }
}
