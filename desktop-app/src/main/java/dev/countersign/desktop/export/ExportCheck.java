package dev.countersign.desktop.export;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeVerifier;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks a verifiable export with nothing but the file and the keys that are trusted. */
public final class ExportCheck {
  private static final int MAX_LINE = 1 << 20;

  private final Optional<NoteVerifier> device;
  private final Optional<NoteVerifier> witness;

  /** With the keys that are known; what is not checked without them is listed. */
  public ExportCheck(Optional<NoteVerifier> device, Optional<NoteVerifier> witness) {
    this.device = device;
    this.witness = witness;
  }

  /** What the check gave. */
  public sealed interface Result {
    /**
     * Every entry is in the tree of the checkpoint.
     *
     * @param witnessed the size up to which the witness cosigned the same log; 0 when not checked
     */
    record Verified(
        String origin,
        long first,
        long end,
        long withheld,
        long treeSize,
        long witnessed,
        List<String> notChecked)
        implements Result {}

    /** Something does not fit: the line, from 1, and what. */
    record Changed(long line, String what) implements Result {}

    /** The file is no export of this format. */
    record Unusable(String sentence) implements Result {}
  }

  public Result check(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return new Run(in).run();
    } catch (IOException unreadable) {
      return new Result.Unusable("The file cannot be read.");
    }
  }

  private static final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;

    FaultException(String what) {
      super(what);
    }
  }

  private final class Run {
    private final InputStream in;
    private long line;
    private long withheld;

    Run(InputStream in) {
      this.in = in;
    }

    Result run() throws IOException {
      try {
        ObjectReader head = next();
        if (!head.string("format").equals(ProofLines.FORMAT) || head.unsigned("v") != 1) {
          return new Result.Unusable("The file is not a verifiable export of this version.");
        }
        return body(head);
      } catch (RefusedException malformed) {
        return line <= 1
            ? new Result.Unusable("The file is not a verifiable export of this version.")
            : new Result.Changed(line, String.valueOf(malformed.getMessage()));
      } catch (FaultException fault) {
        return new Result.Changed(line, String.valueOf(fault.getMessage()));
      }
    }

    private Result body(ObjectReader head) throws IOException, RefusedException, FaultException {
      long first = head.unsigned("first");
      long end = head.unsigned("end");
      SignedCheckpoint signed = checkpoint(head.string("checkpoint"));
      Checkpoint tree = signed.checkpoint();
      if (first >= end || end > tree.size()) {
        throw new FaultException("the range is not within the checkpoint's tree");
      }
      List<String> notChecked = new ArrayList<>();
      requireDevice(signed, notChecked);
      long witnessed = witnessed(head, tree, notChecked);
      head.end();
      for (long index = first; index < end; index++) {
        entry(next(), index, tree);
      }
      ObjectReader last = next();
      if (last.unsigned("written") != end - first) {
        throw new FaultException("the last line counts other entries");
      }
      last.end();
      if (in.read() >= 0) {
        throw new FaultException("something follows the last line");
      }
      return new Result.Verified(
          tree.origin(), first, end, withheld, tree.size(), witnessed, List.copyOf(notChecked));
    }

    private void entry(ObjectReader entry, long index, Checkpoint tree)
        throws RefusedException, FaultException {
      if (entry.unsigned("index") != index) {
        throw new FaultException("entry " + index + " is missing or out of order");
      }
      TreeHash leaf;
      if (entry.has("leaf_hash")) {
        leaf = TreeHash.of(entry.bytes("leaf_hash", TreeHash.LENGTH).toArray());
        withheld++;
      } else {
        leaf = TreeHashing.leaf(entry.bytes("entry").toArray());
      }
      InclusionProof proof = inclusion(entry, index, tree.size());
      entry.end();
      if (!TreeVerifier.inclusion(proof, leaf, tree.root()).holds()) {
        throw new FaultException("entry " + index + " is not the one that was logged");
      }
    }

    private InclusionProof inclusion(ObjectReader entry, long index, long size)
        throws RefusedException, FaultException {
      try {
        return new InclusionProof(index, size, nodes(entry, "inclusion"));
      } catch (IllegalArgumentException fitsNoTree) {
        throw new FaultException("the path of entry " + index + " fits no tree");
      }
    }

    private void requireDevice(SignedCheckpoint signed, List<String> notChecked)
        throws FaultException {
      if (device.isEmpty()) {
        notChecked.add("device_signature");
      } else if (!(signed.check(List.of(device.get())) instanceof NoteCheck.Signed)) {
        throw new FaultException("the device did not sign the checkpoint");
      }
    }

    private long witnessed(ObjectReader head, Checkpoint tree, List<String> notChecked)
        throws RefusedException, FaultException {
      Optional<ObjectReader> shown = head.optionalReader("witnessed");
      if (witness.isEmpty()) {
        notChecked.add("witness");
        return 0;
      }
      if (shown.isEmpty()) {
        throw new FaultException("the export carries no witnessed checkpoint");
      }
      SignedCheckpoint cosigned = checkpoint(shown.get().string("checkpoint"));
      if (!(cosigned.check(List.of(witness.get())) instanceof NoteCheck.Signed)) {
        throw new FaultException("the witness did not sign the witnessed checkpoint");
      }
      List<TreeHash> path = nodes(shown.get(), "consistency");
      shown.get().end();
      if (!extended(cosigned.checkpoint(), tree, path)) {
        throw new FaultException("the log is not the one that was witnessed");
      }
      return cosigned.checkpoint().size();
    }

    private static boolean extended(Checkpoint old, Checkpoint now, List<TreeHash> path) {
      try {
        return old.origin().equals(now.origin())
            && TreeVerifier.consistency(
                    new ConsistencyProof(old.size(), now.size(), path), old.root(), now.root())
                .holds();
      } catch (IllegalArgumentException fitsNoTree) {
        return false;
      }
    }

    private static SignedCheckpoint checkpoint(String text) throws FaultException {
      return switch (SignedCheckpoint.parse(text.getBytes(StandardCharsets.UTF_8))) {
        case Parse.Parsed<SignedCheckpoint>(SignedCheckpoint signed) -> signed;
        case Parse.Malformed<SignedCheckpoint>(String reason) -> throw new FaultException(reason);
      };
    }

    private static List<TreeHash> nodes(ObjectReader reader, String member)
        throws RefusedException {
      List<TreeHash> nodes = new ArrayList<>();
      for (String node : reader.strings(member)) {
        Bytes bytes = Bytes.fromBase64Url(node);
        if (bytes.size() != TreeHash.LENGTH) {
          throw reader.refused(member, "holds a node that is not 32 bytes long");
        }
        nodes.add(TreeHash.of(bytes.toArray()));
      }
      return nodes;
    }

    private ObjectReader next() throws IOException, RefusedException, FaultException {
      line++;
      byte[] text = readLine();
      if (text == null) {
        throw new FaultException("the export ends too early");
      }
      return new ObjectReader(
          StrictJson.parseObject(text, MAX_LINE), "line", RefusalCode.MALFORMED_JSON);
    }

    /** A line up to LF, bounded, and only with its LF: a torn last line is no line. */
    private byte @Nullable [] readLine() throws IOException, FaultException {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '\n') {
          return text.toByteArray();
        }
        if (text.size() >= MAX_LINE) {
          throw new FaultException("the line is too long");
        }
        text.write(c);
      }
      return null;
    }
  }
}
