package dev.countersign.bridge;

import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a token says about itself (CTAP 2.1 §6.4). It is the token's own word; only an attestation
 * that was verified proves a model.
 *
 * @param versions of the protocol, for example FIDO_2_1
 * @param model the AAGUID
 * @param pin what there is to know of its PIN
 * @param fingerprint whether it verifies its owner by a built-in sensor with an enrolled finger
 * @param alwaysUv whether it refuses whatever its owner was not verified for
 * @param slotsLeft room for discoverable credentials; empty when it does not say
 */
public record TokenDetails(
    List<String> versions,
    UUID model,
    PinState pin,
    boolean fingerprint,
    boolean alwaysUv,
    OptionalInt slotsLeft) {

  /** Copies the list. */
  public TokenDetails {
    versions = List.copyOf(versions);
  }

  /** Whether it can prove that its owner was there, now, without further set-up. */
  public boolean readyForApprovals() {
    return fingerprint || (pin.set() && !pin.mustChange());
  }

  /**
   * The state of a token's PIN.
   *
   * @param supported whether it can have one
   * @param set whether it has one
   * @param mustChange whether it wants it changed before anything else
   * @param fewestCharacters a new PIN needs, in Unicode code points
   * @param triesLeft before it locks; empty when it does not say or none is set
   * @param protocols PIN/UV auth protocols it knows, in its order of preference
   */
  public record PinState(
      boolean supported,
      boolean set,
      boolean mustChange,
      int fewestCharacters,
      OptionalInt triesLeft,
      List<Integer> protocols) {

    /** Copies the list. */
    public PinState {
      protocols = List.copyOf(protocols);
    }
  }
}
