package dev.countersign.bridge.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes CTAP2 canonical CBOR (CTAP 2.1 §8): shortest lengths, map keys in bytewise order of their
 * encodings.
 */
final class CborEncoder {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CborEncoder() {}

  /** Takes Integer, Long, Boolean, String, byte[], List and Map of these. */
  static byte[] encode(Object value) {
    CborEncoder encoder = new CborEncoder();
    encoder.write(value);
    return encoder.out.toByteArray();
  }

  private void write(Object value) {
    switch (value) {
      case Integer number -> writeInteger(number);
      case Long number -> writeInteger(number);
      case Boolean truth -> out.write(truth ? 0xf5 : 0xf4);
      case byte[] bytes -> writeString(2, bytes);
      case String text -> writeString(3, text.getBytes(StandardCharsets.UTF_8));
      case List<?> list -> {
        writeHead(4, list.size());
        list.forEach(this::write);
      }
      case Map<?, ?> map -> writeMap(map);
      default -> throw new IllegalArgumentException("no CBOR for " + value.getClass());
    }
  }

  private void writeInteger(long number) {
    if (number >= 0) {
      writeHead(0, number);
    } else {
      writeHead(1, -1 - number);
    }
  }

  private void writeString(int major, byte[] bytes) {
    writeHead(major, bytes.length);
    out.writeBytes(bytes);
  }

  private void writeMap(Map<?, ?> map) {
    TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    map.forEach((key, value) -> sorted.put(encode(key), encode(value)));
    writeHead(5, sorted.size());
    sorted.forEach((key, value) -> {
      out.writeBytes(key);
      out.writeBytes(value);
    });
  }

  private void writeHead(int major, long argument) {
    int size =
        argument < 24
            ? 0
            : argument < 0x100 ? 1 : argument < 0x1_0000 ? 2 : argument < 0x1_0000_0000L ? 4 : 8;
    int info = size == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(size);
    out.write(major << 5 | info);
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      out.write((int) (argument >>> shift));
    }
  }
}
