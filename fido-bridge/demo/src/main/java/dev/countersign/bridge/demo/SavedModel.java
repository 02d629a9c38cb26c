package dev.countersign.bridge.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A key's model as {@link DemoKeySet#save()} writes it. */
final class SavedModel {

  private SavedModel() {}

  static Map<Object, Object> of(DemoKeyModel model) {
    return Map.of(
        "generation", model.generation().name(),
        "pinProtocols", model.pinProtocols(),
        "alwaysUv", model.alwaysUv(),
        "fingerprint", model.fingerprint(),
        "attestation", model.attestation().name(),
        "slots", model.slots());
  }

  static DemoKeyModel read(CtapParameters saved) throws CtapErrorException {
    List<Integer> protocols = new ArrayList<>();
    for (Object version : saved.list("pinProtocols")) {
      protocols.add(version instanceof Long number ? number.intValue() : 0);
    }
    try {
      return new DemoKeyModel(
          DemoKeyModel.Generation.valueOf(saved.required("generation", String.class)),
          protocols,
          saved.required("alwaysUv", Boolean.class),
          saved.required("fingerprint", Boolean.class),
          DemoKeyModel.Attestation.valueOf(saved.required("attestation", String.class)),
          saved.required("slots", Long.class).intValue());
    } catch (IllegalArgumentException unknown) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
  }
}
