package dev.countersign.proof.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The DSSE pre-authentication encoding: {@code "DSSEv1" SP len(T) SP T SP len(B) SP B}, lengths in
 * bytes as ASCII decimals. Source: DSSE protocol, section "Signature Definition".
 */
public final class Pae {
  private Pae() {}

  /** The bytes that are signed or digested for a body of a type. */
  public static byte[] encode(String type, byte[] body) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(32 + typeBytes.length + body.length);
    out.writeBytes(ascii("DSSEv1 " + typeBytes.length + " "));
    out.writeBytes(typeBytes);
    out.writeBytes(ascii(" " + body.length + " "));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
