package dev.countersign.desktop.cli;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.desktop.export.Export.Range;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.export.Redaction;
import dev.countersign.proof.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code log export}: brings entries out of this device's audit log. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Exports this device's audit log. The desk must be closed.",
    footer =
        "jsonl can be verified with log verify-export; the others are for reading. An enrolled key"
            + " or card confirms it; the log then says that entries left, and which token confirmed"
            + " it. Exit: 0 done, 1 not done, 2 unusable input, 5 this device is not enrolled.")
final class LogExportCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_RANGE = 1_000_000;

  private final Launchers launchers;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "jsonl (default), csv, ocsf or syslog")
  private String format = "jsonl";

  @Option(names = "--out", paramLabel = "FILE", description = "a new file")
  private @Nullable Path out;

  @Option(
      names = "--collector",
      paramLabel = "HOST:PORT",
      description = "for syslog: the collector, spoken to over TLS")
  private @Nullable String collector;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "for syslog: the certificates that may vouch for the collector")
  private @Nullable Path ca;

  @Option(names = "--first", paramLabel = "N", description = "number of the first entry")
  private long first;

  @Option(names = "--end", paramLabel = "N", description = "number after the last entry")
  private @Nullable Long end;

  @Option(
      names = "--redact",
      split = ",",
      paramLabel = "TYPE",
      description = "types of entries of which only the leaf hash goes out")
  private List<String> redact = List.of();

  @Option(
      names = "--redact-entries",
      split = ",",
      paramLabel = "N[-M]",
      description = "entries of which only the leaf hash goes out")
  private List<String> redactEntries = List.of();

  @Mixin private ConfirmedByToken confirmation = new ConfirmedByToken();

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  LogExportCommand(Launchers launchers) {
    this.launchers = launchers;
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
    Exporter.Target target = target();
    Redaction redaction = redaction();
    return confirmation.run(
        launchers,
        terminal,
        (here, own, person) ->
            said(
                launchers.exporter(here, person).export(target, redaction, Control.NONE),
                terminal));
  }

  private int said(Outcome outcome, Terminal terminal) {
    return switch (outcome) {
      case Outcome.NotDone(String sentence) -> terminal.no(Printable.text(sentence));
      case Outcome.Done(long entries, long treeSize) -> {
        if (json) {
          JsonOutput.print(
              terminal.out(),
              JsonObject.builder().put("entries", entries).put("tree_size", treeSize).build());
        } else {
          terminal.out().println("exported " + entries + " entries");
          terminal.out().flush();
        }
        yield ExitCode.YES;
      }
    };
  }

  private Exporter.Target target() {
    if (format.equals(ExportFormat.SYSLOG.word())) {
      if (collector == null || ca == null || out != null || first != 0 || end != null) {
        throw wrong("syslog needs --collector and --ca, and no --out, --first or --end.");
      }
      int colon = collector.lastIndexOf(':');
      String port = collector.substring(colon + 1);
      if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
        throw wrong("--collector has the form HOST:PORT.");
      }
      return new Exporter.Target.Collector(
          collector.substring(0, colon), Integer.parseInt(port), ca);
    }
    if (out == null || collector != null || ca != null) {
      throw wrong("A file is named with --out; --collector and --ca are for syslog.");
    }
    OptionalLong last = end == null ? OptionalLong.empty() : OptionalLong.of(end);
    if (first < 0 || (end != null && end <= first)) {
      throw wrong("--first and --end do not name a range.");
    }
    return new Exporter.Target.NewFile(out, fileFormat(), new Range(first, last));
  }

  private ExportFormat fileFormat() {
    try {
      return ExportFormat.valueOf(format.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw wrong("--format is jsonl, csv, ocsf or syslog.");
    }
  }

  private Redaction redaction() {
    Set<Long> entries = new TreeSet<>();
    for (String each : redactEntries) {
      addRange(entries, each);
    }
    try {
      return new Redaction(Set.copyOf(redact), entries);
    } catch (IllegalArgumentException unknownType) {
      throw wrong("--redact takes these types: " + String.join(", ", AuditEntry.types()) + ".");
    }
  }

  private void addRange(Set<Long> entries, String text) {
    if (!text.matches("[0-9]{1,15}(-[0-9]{1,15})?")) {
      throw wrong("--redact-entries takes numbers and ranges, as in 3,5-9.");
    }
    int dash = text.indexOf('-');
    long to = Long.parseLong(text.substring(dash + 1));
    long from = dash < 0 ? to : Long.parseLong(text.substring(0, dash));
    if (to < from || to - from > MAX_RANGE) {
      throw wrong("--redact-entries: " + text + " is no range of at most a million entries.");
    }
    for (long index = from; index <= to; index++) {
      entries.add(index);
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }
}
