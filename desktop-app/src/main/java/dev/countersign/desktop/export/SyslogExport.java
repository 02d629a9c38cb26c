package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.desktop.export.Export.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Sends entries to a collector and remembers how far it got, so that the next run goes on there. A
 * run that broke off may have delivered messages that are sent again: the entry number in each
 * tells the collector.
 */
public final class SyslogExport {
  private final AuditLog log;
  private final Export export;
  private final Path position;

  /** Hands messages to the collector; returns when it was given all of them. */
  @FunctionalInterface
  public interface Collector {
    void send(List<byte[]> messages) throws IOException;
  }

  /**
   * An export of this log.
   *
   * @param position the file that remembers the next entry to send
   */
  public SyslogExport(AuditLog log, Export export, Path position) {
    this.log = log;
    this.export = export;
    this.position = position;
  }

  /** Sends what was not sent before. */
  public Outcome run(Collector collector, Redaction redaction, Control control) {
    String origin = log.genesis().origin();
    long next;
    try {
      next = position(origin);
    } catch (IOException unusable) {
      return new Outcome.NotDone(position + " does not say how far the last export got.");
    }
    if (next >= log.head().size()) {
      return new Outcome.Done(0, log.head().size());
    }
    return export.to(
        ExportFormat.SYSLOG,
        new Range(next, OptionalLong.empty()),
        redaction,
        control,
        page -> {
          List<byte[]> messages = new ArrayList<>();
          for (AuditEntry entry : page) {
            messages.add(
                redaction.withholds(entry)
                    ? SyslogMessage.withheld(origin, entry)
                    : SyslogMessage.of(origin, entry));
          }
          collector.send(messages);
          remember(page.getLast().index() + 1, origin);
        });
  }

  /** The position of another log, of an earlier enrolment in this folder, is none of this one. */
  private long position(String origin) throws IOException {
    try {
      String text = Files.readString(position, StandardCharsets.US_ASCII);
      if (!text.matches("[0-9]{1,15} \\S+\n")) {
        throw new IOException("not a position");
      }
      List<String> words = List.of(text.strip().split(" ", 2));
      return words.getLast().equals(origin) ? Long.parseLong(words.getFirst()) : 0;
    } catch (NoSuchFileException first) {
      return 0;
    }
  }

  private void remember(long next, String origin) throws IOException {
    Path part = position.resolveSibling(position.getFileName() + ".part");
    Files.writeString(part, next + " " + origin + "\n", StandardCharsets.US_ASCII);
    Files.move(part, position, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
