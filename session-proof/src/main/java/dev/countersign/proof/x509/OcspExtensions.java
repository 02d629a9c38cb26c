package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import java.util.Optional;

/**
 * The extensions of an OCSP response or of one answer in it.
 *
 * @param noneCritical whether nothing in them could change the meaning
 * @param nonce the value of the nonce extension (RFC 9654 §2.1), as it stands
 */
record OcspExtensions(boolean noneCritical, Optional<Bytes> nonce) {
  static final OcspExtensions NONE = new OcspExtensions(true, Optional.empty());
  static final String NONCE = "1.3.6.1.5.5.7.48.1.2";

  /** Reads them out of their explicit tag. */
  static OcspExtensions read(DerReader outer) throws RefusedException {
    DerReader extensions = outer.sequence();
    outer.end();
    boolean noneCritical = true;
    Optional<Bytes> nonce = Optional.empty();
    while (extensions.hasMore()) {
      DerReader extension = extensions.sequence();
      String oid = extension.oid();
      noneCritical &= !extension.optionalTrue(DerReader.BOOLEAN);
      Bytes value = Bytes.of(extension.primitive(DerReader.OCTET_STRING));
      extension.end();
      if (oid.equals(NONCE)) {
        nonce = Optional.of(value);
      }
    }
    return new OcspExtensions(noneCritical, nonce);
  }
}
