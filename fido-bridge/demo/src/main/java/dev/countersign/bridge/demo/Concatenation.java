package dev.countersign.bridge.demo;

import java.io.ByteArrayOutputStream;

/** Bytes one after another. */
final class Concatenation {

  private Concatenation() {}

  static byte[] of(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
