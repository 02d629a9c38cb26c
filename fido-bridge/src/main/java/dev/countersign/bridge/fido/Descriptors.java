package dev.countersign.bridge.fido;

import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Map;

/** Credential ids as CTAP2 wants them (PublicKeyCredentialDescriptor). */
final class Descriptors {

  private Descriptors() {}

  static List<Map<String, ?>> of(List<Bytes> ids) {
    return ids.stream().<Map<String, ?>>map(Descriptors::one).toList();
  }

  private static Map<String, ?> one(Bytes id) {
    return Map.of("type", "public-key", "id", id.toArray());
  }
}
