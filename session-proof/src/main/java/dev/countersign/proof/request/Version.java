package dev.countersign.proof.request;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;

/** The protocol version that every signed object names first. */
public final class Version {
  public static final long CURRENT = 1;

  private Version() {}

  /** Takes the member {@code v} and refuses any other version with {@code unsupported_version}. */
  public static void require(ObjectReader reader) throws RefusedException {
    if (reader.integer("v") != CURRENT) {
      throw new RefusedException(RefusalCode.UNSUPPORTED_VERSION, "only version 1 is understood");
    }
  }
}
