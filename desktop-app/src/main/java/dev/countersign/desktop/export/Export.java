package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeVerifier;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * One export. First it is recorded, as an entry of its own; what cannot be recorded does not leave
 * the device. Then the entries go out in order, each held against the head that the writer knows. A
 * file is there as a whole or not at all.
 */
public final class Export {
  private static final int PAGE = 256;

  private final AuditLog log;
  private final NoteSigner device;
  private final String appVersion;
  private final Optional<Bytes> confirmedBy;

  /**
   * An export of this log.
   *
   * @param device signs the checkpoint that a verifiable export carries
   */
  public Export(AuditLog log, NoteSigner device, String appVersion) {
    this(log, device, appVersion, Optional.empty());
  }

  /**
   * An export that was asked for with a token.
   *
   * @param confirmedBy the credential id of the enrolled token that signed it
   */
  public Export(AuditLog log, NoteSigner device, String appVersion, Optional<Bytes> confirmedBy) {
    this.log = log;
    this.device = device;
    this.appVersion = appVersion;
    this.confirmedBy = confirmedBy;
  }

  /**
   * What is wanted.
   *
   * @param first number of the first entry
   * @param end number after the last one; empty for all there are
   */
  public record Range(long first, OptionalLong end) {
    public static final Range ALL = new Range(0, OptionalLong.empty());
  }

  /** How to watch and to stop it. */
  public record Control(LongConsumer progress, BooleanSupplier cancelled) {
    public static final Control NONE = new Control(_ -> {}, () -> false);
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** {@code entries} went out; the checkpoint's size is the tree they are proven in. */
    record Done(long entries, long treeSize) implements Outcome {}

    /** Nothing is at the destination; one sentence says why. */
    record NotDone(String sentence) implements Outcome {}
  }

  /** Takes entries out of the device. */
  @FunctionalInterface
  public interface Destination {
    void take(List<AuditEntry> page) throws IOException;
  }

  /** Writes a file; never replaces one. */
  public Outcome toFile(
      Path file, ExportFormat format, Range range, Redaction redaction, Control control) {
    return run(
        format,
        range,
        redaction,
        prepared ->
            new NewFile(file)
                .write(
                    out -> writeAll(lines(format, prepared), prepared, redaction, control, out)));
  }

  /** Hands the entries to a destination, page by page in order. */
  public Outcome to(
      ExportFormat format, Range range, Redaction redaction, Control control, Destination out) {
    return run(
        format,
        range,
        redaction,
        prepared -> pages(prepared, control, (page, _) -> out.take(page)));
  }

  private record Prepared(long first, long end, SignedCheckpoint checkpoint) {}

  @FunctionalInterface
  private interface Work {
    void on(Prepared prepared) throws IOException;
  }

  private Outcome run(ExportFormat format, Range range, Redaction redaction, Work work) {
    try {
      long size = log.head().size();
      long end = Math.min(range.end().orElse(size), size);
      if (range.first() >= end) {
        return new Outcome.NotDone("The audit log has no entry in this range.");
      }
      var event =
          new DeskEvent.Exported(
              format.word(), range.first(), end, !redaction.isNone(), confirmedBy);
      if (log.appendEvent(event) instanceof AppendOutcome.NotRecorded(var fault)) {
        return new Outcome.NotDone(
            "Nothing was exported, because the export could not be recorded: " + fault.sentence());
      }
      SignedCheckpoint checkpoint = SignedCheckpoint.sign(log.head(), device);
      work.on(new Prepared(range.first(), end, checkpoint));
      return new Outcome.Done(end - range.first(), checkpoint.checkpoint().size());
    } catch (CancelledException | ClosedByInterruptException stopped) {
      return new Outcome.NotDone("The export was cancelled. No file was left.");
    } catch (FileAlreadyExistsException there) {
      return new Outcome.NotDone(there.getFile() + " is there already; it was left as it is.");
    } catch (IOException failed) {
      return new Outcome.NotDone("The export failed: " + failed.getMessage() + ".");
    } catch (AuditUnreadableException unreadable) {
      return new Outcome.NotDone("The export failed: " + unreadable.fault().sentence());
    } catch (SignatureException unusable) {
      return new Outcome.NotDone("The device key cannot sign the export's checkpoint.");
    }
  }

  private ExportLines lines(ExportFormat format, Prepared prepared) {
    return switch (format) {
      case JSONL -> new ProofLines(log, prepared.checkpoint(), prepared.first(), prepared.end());
      case CSV -> new CsvLines();
      case OCSF -> new OcsfLines(log.genesis().origin(), appVersion);
      case SYSLOG -> throw new IllegalArgumentException("syslog goes to a collector");
    };
  }

  private void writeAll(
      ExportLines lines, Prepared prepared, Redaction redaction, Control control, Writer out)
      throws IOException {
    out.write(lines.head());
    pages(
        prepared,
        control,
        (page, _) -> {
          for (AuditEntry entry : page) {
            out.write(redaction.withholds(entry) ? lines.withheld(entry) : lines.line(entry));
          }
        });
    out.write(lines.end(prepared.end() - prepared.first()));
  }

  @FunctionalInterface
  private interface PageWork {
    void on(List<AuditEntry> page, long next) throws IOException;
  }

  private void pages(Prepared prepared, Control control, PageWork work) throws IOException {
    for (long from = prepared.first(); from < prepared.end(); from += PAGE) {
      if (control.cancelled().getAsBoolean()) {
        throw new CancelledException();
      }
      long next = Math.min(from + PAGE, prepared.end());
      List<AuditEntry> page = log.entries(next, (int) (next - from)).reversed();
      if (page.size() != next - from) {
        throw new IOException("entries are missing between " + from + " and " + next);
      }
      for (AuditEntry entry : page) {
        requireLogged(entry, prepared.checkpoint().checkpoint());
      }
      work.on(page, next);
      control.progress().accept(next - prepared.first());
    }
  }

  /** What was changed on the disk since the log was opened does not go out as what was logged. */
  private void requireLogged(AuditEntry entry, Checkpoint tree) throws IOException {
    if (!TreeVerifier.inclusion(
            log.inclusionProof(entry.index(), tree.size()),
            TreeHashing.leaf(entry.leaf().toArray()),
            tree.root())
        .holds()) {
      throw new IOException("entry " + entry.index() + " is not the one that was logged");
    }
  }

  /** The user no longer wants it. */
  private static final class CancelledException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
