package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one item of CTAP2 canonical CBOR (CTAP 2.1 §8) and nothing else: no indefinite lengths, no
 * longer form of a number than needed, map keys ascending and hence unique, no tags or floats,
 * valid UTF-8, at most eight levels. Numbers become Long.
 */
final class CborDecoder {

  private static final int DEEPEST = 8;

  private final ByteBuffer in;

  private CborDecoder(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Decodes all of the bytes.
   *
   * @throws CtapErrorException with INVALID_CBOR for anything else than one canonical item
   */
  static Object decode(byte[] data, int offset) throws CtapErrorException {
    CborDecoder decoder = new CborDecoder(ByteBuffer.wrap(data, offset, data.length - offset));
    Object value = decoder.item(0);
    require(!decoder.in.hasRemaining());
    return value;
  }

  private Object item(int depth) throws CtapErrorException {
    require(depth <= DEEPEST && in.hasRemaining());
    int head = in.get() & 0xff;
    int major = head >> 5;
    if (major == 7) {
      require(head == 0xf4 || head == 0xf5);
      return head == 0xf5;
    }
    long argument = argument(head & 0x1f);
    return switch (major) {
      case 0 -> argument;
      case 1 -> -1 - argument;
      case 2 -> bytes(argument);
      case 3 -> text(argument);
      case 4 -> list(argument, depth);
      case 5 -> map(argument, depth);
      default -> throw invalid();
    };
  }

  private long argument(int info) throws CtapErrorException {
    if (info < 24) {
      return info;
    }
    require(info <= 27);
    int size = 1 << (info - 24);
    require(in.remaining() >= size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (in.get() & 0xff);
    }
    long leastForThisSize = size == 1 ? 24 : 1L << (4 * size);
    require(value >= leastForThisSize); // also refuses what does not fit 63 bits
    return value;
  }

  private byte[] bytes(long length) throws CtapErrorException {
    require(length <= in.remaining());
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private String text(long length) throws CtapErrorException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(length))).toString();
    } catch (CharacterCodingException notUtf8) {
      throw invalid();
    }
  }

  private List<Object> list(long size, int depth) throws CtapErrorException {
    require(size <= in.remaining());
    List<Object> list = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      list.add(item(depth + 1));
    }
    return list;
  }

  private Map<Object, Object> map(long size, int depth) throws CtapErrorException {
    require(size <= in.remaining() / 2);
    Map<Object, Object> map = new LinkedHashMap<>();
    byte[] previousKey = new byte[0];
    for (long i = 0; i < size; i++) {
      int keyStart = in.position();
      Object key = item(depth + 1);
      byte[] encodedKey = new byte[in.position() - keyStart];
      in.get(keyStart, encodedKey);
      require(Arrays.compareUnsigned(previousKey, encodedKey) < 0);
      previousKey = encodedKey;
      map.put(key, item(depth + 1));
    }
    return map;
  }

  private static void require(boolean holds) throws CtapErrorException {
    if (!holds) {
      throw invalid();
    }
  }

  private static CtapErrorException invalid() {
    return new CtapErrorException(CtapErrorException.INVALID_CBOR);
  }
}
