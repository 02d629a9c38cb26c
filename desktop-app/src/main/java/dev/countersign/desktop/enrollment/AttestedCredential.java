package dev.countersign.desktop.enrollment;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256VerifyingKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Finds the new credential's public key in an attestation object (WebAuthn §6.5.4), so that the
 * desk can check the token's signatures itself. It reads only what CTAP2 fixes: the {@code
 * authData} member and an ES256 COSE key in canonical form (CTAP 2.1 §6.1.2, RFC 9053 §2.1). The
 * attestation is the gateway's to judge.
 */
record AttestedCredential(P256VerifyingKey key) {
  private static final byte[] AUTH_DATA = HexFormat.of().parseHex("686175746844617461");
  private static final byte[] KEY_HEAD = HexFormat.of().parseHex("a5010203262001215820");
  private static final byte[] Y_HEAD = HexFormat.of().parseHex("225820");
  private static final int ID_LENGTH_AT = 32 + 1 + 4 + 16;

  /**
   * Reads it.
   *
   * @return empty when the object has another form, or names another credential
   */
  static Optional<AttestedCredential> find(Bytes attestation, Bytes credentialId) {
    byte[] all = attestation.toArray();
    // authData is the last member of the canonical map: search from the end.
    for (int at = all.length - AUTH_DATA.length - 2; at >= 0; at--) {
      if (startsWith(all, at, AUTH_DATA)) {
        return authData(all, at + AUTH_DATA.length).flatMap(data -> key(data, credentialId));
      }
    }
    return Optional.empty();
  }

  /** A CBOR byte string with a one- or two-byte length (RFC 8949 §3). */
  private static Optional<byte[]> authData(byte[] all, int at) {
    int head = all[at] & 0xff;
    int lengthBytes = head == 0x58 ? 1 : head == 0x59 ? 2 : 0;
    if (lengthBytes == 0 || at + 1 + lengthBytes > all.length) {
      return Optional.empty();
    }
    int length = 0;
    for (int i = 1; i <= lengthBytes; i++) {
      length = (length << 8) | (all[at + i] & 0xff);
    }
    int from = at + 1 + lengthBytes;
    return from + length <= all.length
        ? Optional.of(Arrays.copyOfRange(all, from, from + length))
        : Optional.empty();
  }

  private static Optional<AttestedCredential> key(byte[] data, Bytes credentialId) {
    int from = ID_LENGTH_AT + 2 + credentialId.size();
    int y = from + KEY_HEAD.length + 32;
    boolean whole = data.length >= y + Y_HEAD.length + 32;
    if (!whole
        || !startsWith(data, ID_LENGTH_AT + 2, credentialId.toArray())
        || !startsWith(data, from, KEY_HEAD)
        || !startsWith(data, y, Y_HEAD)) {
      return Optional.empty();
    }
    Bytes bytes = Bytes.of(data);
    try {
      return Optional.of(
          new AttestedCredential(
              P256VerifyingKey.of(
                  bytes.slice(y - 32, y), bytes.slice(y + Y_HEAD.length, y + Y_HEAD.length + 32))));
    } catch (IllegalArgumentException notOnCurve) {
      return Optional.empty();
    }
  }

  private static boolean startsWith(byte[] all, int at, byte[] part) {
    return at + part.length <= all.length
        && Arrays.equals(all, at, at + part.length, part, 0, part.length);
  }
}
