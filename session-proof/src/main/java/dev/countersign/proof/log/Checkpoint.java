package dev.countersign.proof.log;

import dev.countersign.proof.log.Parse.Malformed;
import dev.countersign.proof.log.Parse.Parsed;
import java.util.List;

/**
 * A tree head in the form that is signed (C2SP tlog-checkpoint): origin, size and root, one line
 * each. Extension lines are refused, because nothing would check them.
 *
 * @param origin names the log; printable ASCII without space and plus
 * @param size number of leaves, 0..{@link TreeSize#MAX}
 * @param root the tree's root hash
 */
public record Checkpoint(String origin, long size, TreeHash root) {
  public Checkpoint {
    KeyName.require(origin);
    if (!TreeSize.isValid(size)) {
      throw new IllegalArgumentException("no tree has the size " + size);
    }
  }

  /** The note text: three lines, each ended by a newline. */
  public String body() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /** Reads a note text; refuses anything but the bytes {@link #body()} would give. */
  public static Parse<Checkpoint> parse(String body) {
    List<String> lines = List.of(body.split("\n", -1));
    if (lines.size() != 4 || !lines.getLast().isEmpty()) {
      return new Malformed<>("a checkpoint has exactly three lines");
    }
    if (!KeyName.isValid(lines.get(0))) {
      return new Malformed<>("the origin line is not a valid name");
    }
    long size = decimal(lines.get(1));
    if (size < 0) {
      return new Malformed<>("the size line is not a canonical decimal number in range");
    }
    return TreeHash.fromBase64(lines.get(2))
        .<Parse<Checkpoint>>map(root -> new Parsed<>(new Checkpoint(lines.get(0), size, root)))
        .orElseGet(() -> new Malformed<>("the root line is not canonical base64 of 32 bytes"));
  }

  /** The number, or -1 unless the text is its only serialisation. */
  static long decimal(String text) {
    if (text.isEmpty() || text.length() > 16 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    long value = Long.parseLong(text);
    return TreeSize.isValid(value) && Long.toString(value).equals(text) ? value : -1;
  }
}
