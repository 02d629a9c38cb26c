package dev.countersign.bridge.demo.piv;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** BER-TLV as PIV data objects use it: definite lengths below 64 KiB. */
final class Tlv {

  private Tlv() {}

  /**
   * One data object.
   *
   * @param tag one to three bytes, the first one highest
   */
  static byte[] of(int tag, byte[]... values) {
    byte[] value = concat(values);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int shift = 16; shift >= 0; shift -= 8) {
      if (tag >> shift != 0) {
        out.write(tag >> shift);
      }
    }
    if (value.length > 0xff) {
      out.write(0x82);
      out.write(value.length >> 8);
    } else if (value.length > 0x7f) {
      out.write(0x81);
    }
    out.write(value.length);
    out.writeBytes(value);
    return out.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Objects with tags of one byte, in order; empty when the bytes are anything else. */
  static Optional<Map<Integer, byte[]>> parse(byte[] bytes) {
    Map<Integer, byte[]> found = new LinkedHashMap<>();
    int at = 0;
    while (at < bytes.length) {
      int tag = bytes[at++] & 0xff;
      int octets = at < bytes.length ? lengthOctets(bytes[at]) : -1;
      if (octets < 0 || at + octets >= bytes.length) {
        return Optional.empty();
      }
      int length = bytes[at] & 0x7f;
      if (octets > 0) {
        length = 0;
        for (int i = 1; i <= octets; i++) {
          length = length << 8 | (bytes[at + i] & 0xff);
        }
      }
      at += 1 + octets;
      if (length > bytes.length - at || found.containsKey(tag)) {
        return Optional.empty();
      }
      found.put(tag, Arrays.copyOfRange(bytes, at, at + length));
      at += length;
    }
    return Optional.of(found);
  }

  /** The value of one object among those with tags of one byte. */
  static Optional<byte[]> find(byte[] bytes, int tag) {
    return parse(bytes).flatMap(all -> Optional.ofNullable(all.get(tag)));
  }

  private static int lengthOctets(byte first) {
    if (first >= 0) {
      return 0;
    }
    int octets = first & 0x7f;
    return octets == 1 || octets == 2 ? octets : -1;
  }
}
