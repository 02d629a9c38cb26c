package dev.countersign.proof.decision;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.util.Arrays;
import java.util.function.Function;

/** Reads the wrappers around a signed statement, which have exactly one serialisation. */
final class OneForm {
  /** The largest wrapper, in bytes. */
  static final int MAX_BYTES = 64 * 1024;

  private static final RefusalCode CODE = RefusalCode.MALFORMED_PROOF;

  private OneForm() {}

  /** Takes the members out, and ends the reader. */
  interface Reading<T> {
    T from(ObjectReader reader) throws RefusedException;
  }

  /**
   * Reads a wrapper.
   *
   * @param name what it is, for a sentence
   * @param writing gives the one serialisation, which must be what was read
   * @throws RefusedException {@code too_large}, {@code malformed_proof}, or as the reading says
   */
  static <T> T parse(byte[] wire, String name, Reading<T> reading, Function<T, byte[]> writing)
      throws RefusedException {
    JsonObject json;
    try {
      json = StrictJson.parseObject(wire, MAX_BYTES);
    } catch (RefusedException refused) {
      throw refused.code() == RefusalCode.TOO_LARGE ? refused : refused.as(CODE);
    }
    T read = reading.from(new ObjectReader(json, name, CODE));
    if (!Arrays.equals(writing.apply(read), wire)) {
      throw new RefusedException(CODE, "the " + name + " is not in its one serialisation");
    }
    return read;
  }
}
