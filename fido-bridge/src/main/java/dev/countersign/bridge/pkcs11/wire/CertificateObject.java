package dev.countersign.bridge.pkcs11.wire;

/**
 * A certificate as the token holds it.
 *
 * @param der CKA_VALUE; not checked
 * @param label CKA_LABEL; text from outside
 * @param keyUse what its private key says, where it can be seen without the PIN
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
public record CertificateObject(byte[] der, String label, KeyUse keyUse) {

  /** More than a card holds. */
  public static final int MOST = 64;

  static final int ITEMS = 3;

  /** CKA_ALWAYS_AUTHENTICATE of the private key. */
  public enum KeyUse {
    NOT_SEEN,
    PIN_ONCE,
    PIN_ON_EVERY_USE
  }

  void write(CborWriter out) {
    out.array(ITEMS).bytes(der).text(label).constant(keyUse);
  }

  static CertificateObject read(CborReader in) throws MalformedFrameException {
    in.array(ITEMS);
    return new CertificateObject(in.bytes(), in.text(), in.constant(KeyUse.values()));
  }
}
