package dev.countersign.bridge.pkcs11.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the few CBOR items that messages are made of, each in its one shortest form. */
final class CborWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  CborWriter array(int size) {
    return head(Cbor.ARRAY, size);
  }

  /** Any 64 bits, as an unsigned number. */
  CborWriter number(long value) {
    return head(Cbor.UNSIGNED, value);
  }

  CborWriter bytes(byte[] value) {
    head(Cbor.BYTES, value.length);
    out.writeBytes(value);
    return this;
  }

  CborWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    head(Cbor.TEXT, utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  CborWriter bool(boolean value) {
    out.write(value ? Cbor.TRUE : Cbor.FALSE);
    return this;
  }

  /** An enum's constant, as its place: both ends run the same build. */
  @SuppressWarnings("EnumOrdinal")
  CborWriter constant(Enum<?> one) {
    return number(one.ordinal());
  }

  byte[] done() {
    return out.toByteArray();
  }

  private CborWriter head(int major, long value) {
    int extra = Cbor.bytesNeeded(value);
    out.write(major << Cbor.MAJOR_SHIFT | (extra == 0 ? (int) value : Cbor.additional(extra)));
    for (int shift = (extra - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write((int) (value >>> shift));
    }
    return this;
  }
}
