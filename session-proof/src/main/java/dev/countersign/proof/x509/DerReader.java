package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Reads DER (X.690) front to back and takes the one encoding of each value only: definite minimal
 * lengths, low tag numbers, minimal integers, canonical booleans. Whatever it does not like is one
 * refusal; no input makes it recurse or allocate more than it was given.
 */
final class DerReader {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int ENUMERATED = 0x0a;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int HIGH_TAG = 0x1f;
  private static final int MAX_LENGTH_BYTES = 4;
  private static final int MAX_OID_BYTES = 64;

  private final byte[] data;
  private final int end;
  private final RefusalCode code;
  private int at;

  private DerReader(byte[] data, int from, int to, RefusalCode code) {
    this.data = data;
    this.at = from;
    this.end = to;
    this.code = code;
  }

  /** A reader over one encoding; every refusal carries the code. The array is not copied. */
  static DerReader over(byte[] encoding, RefusalCode code) {
    return new DerReader(encoding, 0, encoding.length, code);
  }

  /** A reader over an encoding that was taken out of this one. */
  DerReader over(Bytes encoding) {
    return over(encoding.toArray(), code);
  }

  boolean hasMore() {
    return at < end;
  }

  /** Whether the next element has this tag. */
  boolean nextIs(int tag) {
    return hasMore() && (data[at] & 0xff) == tag;
  }

  /** Refuses what follows the last element that was expected. */
  void end() throws RefusedException {
    if (hasMore()) {
      throw refused("something follows the last element");
    }
  }

  /** A reader over the content of a constructed element. */
  DerReader constructed(int tag) throws RefusedException {
    int length = header(tag);
    DerReader content = new DerReader(data, at, at + length, code);
    at += length;
    return content;
  }

  /** A reader over the content of a SEQUENCE. */
  DerReader sequence() throws RefusedException {
    return constructed(SEQUENCE);
  }

  /** The content of a primitive element. */
  byte[] primitive(int tag) throws RefusedException {
    int length = header(tag);
    byte[] content = Arrays.copyOfRange(data, at, at + length);
    at += length;
    return content;
  }

  /** The next element whole, tag and length included, whatever it is. */
  Bytes element() throws RefusedException {
    if (!hasMore()) {
      throw refused("an element is missing");
    }
    int from = at;
    int length = header(data[at] & 0xff);
    at += length;
    return Bytes.of(Arrays.copyOfRange(data, from, at));
  }

  /** The next element whole, which must have this tag. */
  Bytes element(int tag) throws RefusedException {
    if (!nextIs(tag)) {
      throw refused("another element was expected");
    }
    return element();
  }

  BigInteger integer() throws RefusedException {
    return integer(INTEGER);
  }

  BigInteger integer(int tag) throws RefusedException {
    byte[] content = primitive(tag);
    boolean minimal =
        content.length == 1
            || (content.length > 1
                && !(content[0] == 0 && content[1] >= 0)
                && !(content[0] == -1 && content[1] < 0));
    if (!minimal) {
      throw refused("an integer is not in its shortest form");
    }
    return new BigInteger(content);
  }

  /** An integer from 0 to 2^31−1. */
  int smallInteger(int tag) throws RefusedException {
    BigInteger value = integer(tag);
    if (value.signum() < 0 || value.bitLength() > 31) {
      throw refused("an integer is out of its range");
    }
    return value.intValue();
  }

  /** A BOOLEAN with DEFAULT FALSE: DER leaves FALSE out, so only TRUE can stand there. */
  boolean optionalTrue(int tag) throws RefusedException {
    if (!nextIs(tag)) {
      return false;
    }
    byte[] content = primitive(tag);
    if (content.length != 1 || content[0] != -1) {
      throw refused("a boolean is not TRUE in its one form");
    }
    return true;
  }

  /** The bytes of a BIT STRING that has no unused bits. */
  byte[] bitStringBytes() throws RefusedException {
    byte[] content = primitive(BIT_STRING);
    if (content.length == 0 || content[0] != 0) {
      throw refused("a bit string is not whole bytes");
    }
    return Arrays.copyOfRange(content, 1, content.length);
  }

  /**
   * A named bit list (X.690 §11.2.2: no trailing zero bits), at most 16 bits.
   *
   * @return bit 0 of the list is bit 0 of the result
   */
  int namedBits(int tag) throws RefusedException {
    byte[] content = primitive(tag);
    int unused = content.length == 0 ? 8 : content[0];
    boolean empty = content.length == 1 && unused == 0;
    if (empty) {
      return 0;
    }
    boolean formed = content.length >= 2 && content.length <= 3 && unused >= 0 && unused <= 7;
    if (!formed || Integer.numberOfTrailingZeros(content[content.length - 1] | 0x100) != unused) {
      throw refused("a list of named bits is not in its shortest form");
    }
    int bits = 0;
    for (int bit = 0; bit < (content.length - 1) * 8; bit++) {
      if ((content[1 + bit / 8] & (0x80 >> (bit % 8))) != 0) {
        bits |= 1 << bit;
      }
    }
    return bits;
  }

  /** An OBJECT IDENTIFIER in dotted decimals. */
  String oid() throws RefusedException {
    byte[] content = primitive(OID);
    if (content.length == 0 || content.length > MAX_OID_BYTES) {
      throw refused("an object identifier has no usable length");
    }
    StringBuilder dotted = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    boolean begin = true;
    for (byte each : content) {
      if (begin && each == (byte) 0x80) {
        throw refused("an arc of an object identifier is not in its shortest form");
      }
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(each & 0x7f));
      begin = each >= 0;
      if (begin) {
        append(dotted, arc);
        arc = BigInteger.ZERO;
      }
    }
    if (!begin) {
      throw refused("an object identifier is cut off");
    }
    return dotted.toString();
  }

  private static void append(StringBuilder dotted, BigInteger arc) {
    if (!dotted.isEmpty()) {
      dotted.append('.').append(arc);
      return;
    }
    int first = arc.compareTo(BigInteger.valueOf(80)) >= 0 ? 2 : arc.intValue() / 40;
    dotted.append(first).append('.').append(arc.subtract(BigInteger.valueOf(40L * first)));
  }

  RefusedException refused(String what) {
    return new RefusedException(code, "not the DER that is expected: " + what);
  }

  /** Passes tag and length and returns the content's length, which is there. */
  private int header(int tag) throws RefusedException {
    if (!nextIs(tag) || (tag & HIGH_TAG) == HIGH_TAG) {
      throw refused("another element was expected");
    }
    at++;
    long length = length();
    if (length > end - at) {
      throw refused("an element is longer than what holds it");
    }
    return (int) length;
  }

  private long length() throws RefusedException {
    int first = octet();
    if (first < 0x80) {
      return first;
    }
    int count = first & 0x7f;
    if (count == 0 || count > MAX_LENGTH_BYTES) {
      throw refused("a length is indefinite or too long");
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | octet();
    }
    if (length < 0x80 || (length >> (8 * (count - 1))) == 0) {
      throw refused("a length is not in its shortest form");
    }
    return length;
  }

  private int octet() throws RefusedException {
    if (!hasMore()) {
      throw refused("an element is cut off");
    }
    return data[at++] & 0xff;
  }
}
