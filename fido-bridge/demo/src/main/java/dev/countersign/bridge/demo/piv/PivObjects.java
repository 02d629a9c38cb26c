package dev.countersign.bridge.demo.piv;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The data objects that anyone may read (SP 800-73-4 Part 1, appendix A). */
final class PivObjects {

  /** The application's identifier with version. */
  static final byte[] AID = hex("A000000308000010000100");

  private static final int DISCOVERY = 0x7E;
  private static final int CCC = 0x5FC107;
  private static final int CHUID = 0x5FC102;
  private static final int KEY_HISTORY = 0x5FC10C;
  private static final int DATA = 0x53;

  /** Agency 9999: not issued by a federal agency, so that the GUID counts. */
  private static final byte[] FASC_N = hex("D4E739DA739CED39CE739D836858210842108421C84210C3EB");

  private static final byte[] NONE = {};
  private static final byte[] CERTIFICATE_INFO_PLAIN = {0};

  private PivObjects() {}

  /** All objects by tag, as GET DATA answers them. */
  static Map<Integer, byte[]> of(UUID guid, Map<PivSlot, byte[]> certificates) {
    byte[] id =
        ByteBuffer.allocate(16)
            .putLong(guid.getMostSignificantBits())
            .putLong(guid.getLeastSignificantBits())
            .array();
    Map<Integer, byte[]> all = new TreeMap<>();
    all.put(DISCOVERY, discovery());
    all.put(CCC, ccc(id));
    all.put(CHUID, chuid(id));
    all.put(KEY_HISTORY, keyHistory());
    certificates.forEach((slot, der) ->
        all.put(
            slot.certificateTag(),
            Tlv.of(
                DATA,
                Tlv.of(0x70, der),
                Tlv.of(0x71, CERTIFICATE_INFO_PLAIN),
                Tlv.of(0xFE, NONE))));
    return all;
  }

  /** What SELECT answers: the application property template (Part 2, table 3). */
  static byte[] propertyTemplate() {
    return Tlv.of(
        0x61,
        Tlv.of(0x4F, hex("000010000100")),
        Tlv.of(0x79, Tlv.of(0x4F, hex("A000000308"))),
        Tlv.of(0xAC, hex("800107"), hex("800111"), hex("800114"), hex("060100")));
  }

  /** The application's PIN satisfies; there is no global one. */
  private static byte[] discovery() {
    return Tlv.of(DISCOVERY, Tlv.of(0x4F, AID), Tlv.of(0x5F2F, hex("4000")));
  }

  private static byte[] ccc(byte[] id) {
    return Tlv.of(
        DATA,
        Tlv.of(0xF0, hex("A000000308"), id),
        Tlv.of(0xF1, hex("21")),
        Tlv.of(0xF2, hex("21")),
        Tlv.of(0xF3, NONE),
        Tlv.of(0xF4, hex("00")),
        Tlv.of(0xF5, hex("10")),
        Tlv.of(0xF6, NONE),
        Tlv.of(0xF7, NONE),
        Tlv.of(0xFA, NONE),
        Tlv.of(0xFB, NONE),
        Tlv.of(0xFC, NONE),
        Tlv.of(0xFD, NONE),
        Tlv.of(0xFE, NONE));
  }

  /** Unsigned: nothing here reads the signature of a CHUID. */
  private static byte[] chuid(byte[] id) {
    return Tlv.of(
        DATA,
        Tlv.of(0x30, FASC_N),
        Tlv.of(0x34, id),
        Tlv.of(0x35, hex("3230393931323331")),
        Tlv.of(0x3E, NONE),
        Tlv.of(0xFE, NONE));
  }

  private static byte[] keyHistory() {
    return Tlv.of(DATA, Tlv.of(0xC1, hex("00")), Tlv.of(0xC2, hex("00")), Tlv.of(0xFE, NONE));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
