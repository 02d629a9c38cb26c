package dev.countersign.bridge.demo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Authenticator data (WebAuthn §6.1). */
final class AuthenticatorData {

  private static final int USER_PRESENT = 0x01;
  private static final int USER_VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;
  private static final int EXTENSIONS = 0x80;

  private AuthenticatorData() {}

  /** 37 bytes: touched and verified, nothing attached. */
  static byte[] plain(String rpId, int count) {
    return head(rpId, USER_PRESENT | USER_VERIFIED, count).array();
  }

  /** With a new credential, and extension outputs unless there are none. */
  static byte[] attested(
      String rpId, int count, byte[] aaguid, byte[] credentialId, byte[] coseKey, byte[] outputs) {
    int flags = USER_PRESENT | USER_VERIFIED | ATTESTED | (outputs.length > 0 ? EXTENSIONS : 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head(rpId, flags, count).array());
    out.writeBytes(aaguid);
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) credentialId.length).array());
    out.writeBytes(credentialId);
    out.writeBytes(coseKey);
    out.writeBytes(outputs);
    return out.toByteArray();
  }

  private static ByteBuffer head(String rpId, int flags, int count) {
    return ByteBuffer.allocate(37)
        .put(Sha256.of(rpId.getBytes(StandardCharsets.UTF_8)))
        .put((byte) flags)
        .putInt(count);
  }
}
