package dev.countersign.gateway;

import dev.countersign.proof.Bytes;
import java.security.SecureRandom;

/** Draws identifiers and nonces from one secure source. */
public final class Ids {
  private static final int ID_BYTES = 16;

  private final SecureRandom random;

  public Ids(SecureRandom random) {
    this.random = random;
  }

  /** The prefix and 128 random bits in base64url. */
  public String next(String prefix) {
    return prefix + bytes(ID_BYTES).base64Url();
  }

  /** {@code count} random bytes. */
  public Bytes bytes(int count) {
    byte[] drawn = new byte[count];
    random.nextBytes(drawn);
    return Bytes.of(drawn);
  }
}
