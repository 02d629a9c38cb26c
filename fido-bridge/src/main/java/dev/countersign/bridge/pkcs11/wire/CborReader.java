package dev.countersign.bridge.pkcs11.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes items out of a message; anything but the one shortest form is refused. */
final class CborReader {

  private final byte[] content;
  private int next;

  CborReader(byte[] content) {
    this.content = content;
  }

  /** The number of items that follow; never more than there are bytes left. */
  int array() throws MalformedFrameException {
    return length(Cbor.ARRAY);
  }

  /** An array of exactly so many items. */
  void array(int size) throws MalformedFrameException {
    if (array() != size) {
      throw malformed();
    }
  }

  /** Any 64 bits. */
  long number() throws MalformedFrameException {
    return head(Cbor.UNSIGNED);
  }

  byte[] bytes() throws MalformedFrameException {
    int length = length(Cbor.BYTES);
    next += length;
    return Arrays.copyOfRange(content, next - length, next);
  }

  String text() throws MalformedFrameException {
    int length = length(Cbor.TEXT);
    next += length;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content, next - length, length))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw malformed();
    }
  }

  boolean bool() throws MalformedFrameException {
    return switch (octet()) {
      case Cbor.TRUE -> true;
      case Cbor.FALSE -> false;
      default -> throw malformed();
    };
  }

  /** One of an enum's constants, written as its place. */
  <E extends Enum<E>> E constant(E[] all) throws MalformedFrameException {
    long place = number();
    if (place < 0 || place >= all.length) {
      throw malformed();
    }
    return all[(int) place];
  }

  void end() throws MalformedFrameException {
    if (next != content.length) {
      throw malformed();
    }
  }

  private int length(int major) throws MalformedFrameException {
    long length = head(major);
    if (length < 0 || length > content.length - next) {
      throw malformed();
    }
    return (int) length;
  }

  private long head(int major) throws MalformedFrameException {
    int first = octet();
    int additional = first & Cbor.ADDITIONAL_MASK;
    if (first >>> Cbor.MAJOR_SHIFT != major || additional > Cbor.LAST_ADDITIONAL) {
      throw malformed();
    }
    if (additional < Cbor.FIRST_ADDITIONAL) {
      return additional;
    }
    int bytes = 1 << (additional - Cbor.FIRST_ADDITIONAL);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << Byte.SIZE | octet();
    }
    if (Cbor.bytesNeeded(value) != bytes) {
      throw malformed();
    }
    return value;
  }

  private int octet() throws MalformedFrameException {
    if (next >= content.length) {
      throw malformed();
    }
    return Byte.toUnsignedInt(content[next++]);
  }

  static MalformedFrameException malformed() {
    return new MalformedFrameException("not a message of this protocol");
  }
}
