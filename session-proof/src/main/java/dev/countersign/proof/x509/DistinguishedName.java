package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Name (RFC 5280 §4.1.2.4). Names are equal when their encodings are: an issuer that spells its
 * name in two ways is two issuers.
 */
record DistinguishedName(Bytes der, List<Bytes> parts) {
  DistinguishedName {
    parts = List.copyOf(parts);
  }

  static DistinguishedName read(DerReader reader) throws RefusedException {
    Bytes der = reader.element(DerReader.SEQUENCE);
    DerReader content = reader.over(der).sequence();
    List<Bytes> parts = new ArrayList<>();
    while (content.hasMore()) {
      parts.add(content.element(DerReader.SET));
    }
    return new DistinguishedName(der, parts);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether this name begins with the whole of the other. */
  boolean isWithin(DistinguishedName subtree) {
    return parts.size() >= subtree.parts.size()
        && parts.subList(0, subtree.parts.size()).equals(subtree.parts);
  }
}
