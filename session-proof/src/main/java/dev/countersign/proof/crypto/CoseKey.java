package dev.countersign.proof.crypto;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.io.ByteArrayOutputStream;

/**
 * The one COSE_Key (RFC 9052 §7, RFC 9053 §7.1) this version takes: EC2, ES256, P-256, in the
 * canonical CTAP2 form, hence a fixed frame around two coordinates:
 *
 * <pre>{1: 2, 3: -7, -1: 1, -2: x, -3: y}</pre>
 */
public final class CoseKey {
  // map(5), 1:2, 3:-7, -1:1, -2: bytes(32)
  private static final byte[] BEFORE_X = {
    (byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20
  };
  // -3: bytes(32)
  private static final byte[] BEFORE_Y = {0x22, 0x58, 0x20};
  private static final int X_AT = BEFORE_X.length;
  private static final int Y_AT = X_AT + P256VerifyingKey.COORDINATE + BEFORE_Y.length;
  private static final int SIZE = Y_AT + P256VerifyingKey.COORDINATE;

  private CoseKey() {}

  /**
   * Reads a credential public key.
   *
   * @throws RefusedException with the given code for anything but the one form above
   */
  public static P256VerifyingKey read(Bytes cose, RefusalCode code) throws RefusedException {
    if (cose.size() == SIZE) {
      try {
        P256VerifyingKey key =
            P256VerifyingKey.of(cose.slice(X_AT, X_AT + 32), cose.slice(Y_AT, SIZE));
        if (write(key).equals(cose)) {
          return key;
        }
      } catch (IllegalArgumentException notOnCurve) {
        throw new RefusedException(code, "the COSE key is not a point of P-256", notOnCurve);
      }
    }
    throw new RefusedException(code, "the COSE key is not EC2 P-256 with ES256 in canonical form");
  }

  /** The COSE_Key of a key. */
  public static Bytes write(P256VerifyingKey key) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE);
    out.writeBytes(BEFORE_X);
    out.writeBytes(key.x().toArray());
    out.writeBytes(BEFORE_Y);
    out.writeBytes(key.y().toArray());
    return Bytes.of(out.toByteArray());
  }
}
