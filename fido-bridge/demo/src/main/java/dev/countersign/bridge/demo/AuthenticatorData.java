package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Authenticator data (WebAuthn §6.1). */
final class AuthenticatorData {

  private static final int USER_PRESENT = 0x01;
  private static final int USER_VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;
  private static final int EXTENSIONS = 0x80;
  private static final int FLAGS = 32;
  private static final int HEAD = 37;

  private AuthenticatorData() {}

  /** 37 bytes with nothing attached and no count yet. */
  static byte[] head(String rpId, boolean present, boolean verified) {
    return ByteBuffer.allocate(HEAD)
        .put(Sha256.of(rpId.getBytes(StandardCharsets.UTF_8)))
        .put((byte) ((present ? USER_PRESENT : 0) | (verified ? USER_VERIFIED : 0)))
        .array();
  }

  /** The head with its count. */
  static byte[] plain(byte[] head, int count) {
    return ByteBuffer.wrap(head.clone()).putInt(FLAGS + 1, count).array();
  }

  /** With a new credential, and extension outputs unless there are none. */
  static byte[] attested(byte[] head, int count, byte[] credentialData, byte[] outputs) {
    byte[] counted = plain(head, count);
    counted[FLAGS] |= (byte) (ATTESTED | (outputs.length > 0 ? EXTENSIONS : 0));
    return Concatenation.of(counted, credentialData, outputs);
  }
}
