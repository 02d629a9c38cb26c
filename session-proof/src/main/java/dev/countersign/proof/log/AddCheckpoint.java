package dev.countersign.proof.log;

import dev.countersign.proof.log.Parse.Malformed;
import dev.countersign.proof.log.Parse.Parsed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a log sends to a witness (C2SP tlog-witness, {@code add-checkpoint}): a line {@code old
 * SIZE}, one line of base64 for each hash of the consistency path from that size, an empty line,
 * and the checkpoint's note.
 *
 * @param oldSize the size that the witness is believed to know, at most the checkpoint's; 0 when it
 *     knows none
 * @param consistency from {@code oldSize} to the checkpoint's size; empty when that is 0
 * @param checkpoint signed by the log
 */
public record AddCheckpoint(long oldSize, List<TreeHash> consistency, SignedCheckpoint checkpoint) {
  /** Most hashes of a path, by the specification. */
  public static final int MAX_PATH = 63;

  /** Largest body that is read, in bytes: a note and a path fit. */
  public static final int MAX_BYTES = 72 * 1024;

  private static final String OLD = "old ";

  public AddCheckpoint {
    consistency = List.copyOf(consistency);
    if (oldSize < 0 || oldSize > checkpoint.checkpoint().size()) {
      throw new IllegalArgumentException("the old size is not one from 0 to the checkpoint's");
    }
    if (consistency.size() > MAX_PATH || (oldSize == 0 && !consistency.isEmpty())) {
      throw new IllegalArgumentException("the path is too long for its sizes");
    }
  }

  /** The body's bytes, as {@link #parse} reads them. */
  public byte[] toBytes() {
    StringBuilder head = new StringBuilder(OLD).append(oldSize).append('\n');
    consistency.forEach(hash -> head.append(hash.base64()).append('\n'));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(checkpoint.toBytes());
    return out.toByteArray();
  }

  /** Reads the only serialisation; at most {@link #MAX_BYTES}. */
  public static Parse<AddCheckpoint> parse(byte[] body) {
    if (body.length > MAX_BYTES) {
      return new Malformed<>("the body is too large");
    }
    int end = emptyLine(body);
    if (end < 0) {
      return new Malformed<>("no empty line ends the path");
    }
    String head = new String(body, 0, end, StandardCharsets.ISO_8859_1);
    byte[] note = Arrays.copyOfRange(body, end + 1, body.length);
    return SignedCheckpoint.parse(note)
        .then(checkpoint -> head(List.of(head.split("\n", -1)), checkpoint));
  }

  /** Where the newline of the first empty line stands, or -1. */
  private static int emptyLine(byte[] body) {
    for (int i = 1; i < body.length; i++) {
      if (body[i] == '\n' && body[i - 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  // The text before the empty line ends in a newline, so its last part is empty.
  private static Parse<AddCheckpoint> head(List<String> lines, SignedCheckpoint checkpoint) {
    if (lines.size() - 2 > MAX_PATH) {
      return new Malformed<>("the path has more than " + MAX_PATH + " hashes");
    }
    long old =
        lines.getFirst().startsWith(OLD)
            ? Checkpoint.decimal(lines.getFirst().substring(OLD.length()))
            : -1;
    if (old < 0) {
      return new Malformed<>("the first line is not an old size");
    }
    List<TreeHash> path = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      Optional<TreeHash> hash = TreeHash.fromBase64(line);
      if (hash.isEmpty()) {
        return new Malformed<>("a line of the path is not canonical base64 of 32 bytes");
      }
      path.add(hash.get());
    }
    try {
      return new Parsed<>(new AddCheckpoint(old, path, checkpoint));
    } catch (IllegalArgumentException impossible) {
      return new Malformed<>(String.valueOf(impossible.getMessage()));
    }
  }
}
