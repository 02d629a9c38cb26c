package dev.countersign.bridge.demo;

import java.util.List;

/**
 * What a software key can do: the differences between makes and generations of keys that a client
 * must cope with.
 *
 * @param generation which protocol it speaks
 * @param pinProtocols PIN/UV auth protocols in order of preference; ones and twos only
 * @param alwaysUv whether it refuses whatever is not verified by its user (can be switched by a
 *     client)
 * @param fingerprint whether it has a sensor with an enrolled finger
 * @param attestation how it attests new credentials
 * @param slots how many discoverable credentials it has room for
 */
public record DemoKeyModel(
    Generation generation,
    List<Integer> pinProtocols,
    boolean alwaysUv,
    boolean fingerprint,
    Attestation attestation,
    int slots) {

  /** Protocol generations. */
  public enum Generation {
    /** CTAP1 alone: it can be touched but knows no PIN. */
    U2F,
    /** CTAP 2.0: one PIN token for everything. */
    CTAP2_0,
    /**
     * CTAP 2.1: PIN tokens with permissions, credential management, authenticator configuration.
     */
    CTAP2_1,
    /** CTAP 2.2: as 2.1, and it says more about itself. */
    CTAP2_2
  }

  /** How a new credential is attested (WebAuthn §8). */
  public enum Attestation {
    /** "packed", with a certificate under the set's root. */
    PACKED_CERTIFICATE,
    /** "packed", signed by the credential itself. */
    PACKED_SELF,
    /** "none". */
    NONE
  }

  /** Refuses what no key is. */
  public DemoKeyModel {
    pinProtocols = List.copyOf(pinProtocols);
    if (!List.of(1, 2).containsAll(pinProtocols) || pinProtocols.isEmpty() || slots < 0) {
      throw new IllegalArgumentException("PIN protocols are one and two; slots are not negative");
    }
  }

  /** A CTAP 2.1 key that always wants its user verified; what the demo shows. */
  public static DemoKeyModel standard() {
    return new DemoKeyModel(
        Generation.CTAP2_1, List.of(2, 1), true, false, Attestation.PACKED_CERTIFICATE, 25);
  }

  /** The same with another generation; a CTAP 2.0 key has PIN protocol one and no alwaysUv. */
  public DemoKeyModel with(Generation other) {
    boolean newer = other == Generation.CTAP2_1 || other == Generation.CTAP2_2;
    return new DemoKeyModel(
        other,
        newer ? pinProtocols : List.of(1),
        newer && alwaysUv,
        newer && fingerprint,
        attestation,
        slots);
  }

  /** The same with other PIN protocols. */
  public DemoKeyModel withPinProtocols(List<Integer> other) {
    return new DemoKeyModel(generation, other, alwaysUv, fingerprint, attestation, slots);
  }

  /** The same with or without alwaysUv. */
  public DemoKeyModel withAlwaysUv(boolean always) {
    return new DemoKeyModel(generation, pinProtocols, always, fingerprint, attestation, slots);
  }

  /** The same with a fingerprint sensor. */
  public DemoKeyModel withFingerprint() {
    return new DemoKeyModel(generation, pinProtocols, alwaysUv, true, attestation, slots);
  }

  /** The same with another attestation. */
  public DemoKeyModel with(Attestation other) {
    return new DemoKeyModel(generation, pinProtocols, alwaysUv, fingerprint, other, slots);
  }

  /** The same with room for another number of discoverable credentials. */
  public DemoKeyModel withSlots(int other) {
    return new DemoKeyModel(generation, pinProtocols, alwaysUv, fingerprint, attestation, other);
  }

  boolean hasTokensWithPermissions() {
    return generation == Generation.CTAP2_1 || generation == Generation.CTAP2_2;
  }
}
