package dev.countersign.desktop.audit;

import dev.countersign.proof.log.NoteVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The public keys a verifier trusts. With a device key every checkpoint must be signed by it; with
 * witness keys the checkpoint that is given from outside must be signed by each of them too.
 */
public record VerifierKeys(Optional<NoteVerifier> device, List<NoteVerifier> witnesses) {
  public VerifierKeys {
    witnesses = List.copyOf(witnesses);
  }

  /** With one witness at most. */
  public VerifierKeys(Optional<NoteVerifier> device, Optional<NoteVerifier> witness) {
    this(device, witness.stream().toList());
  }

  /** No keys: the tree is checked, signatures are not, and the result says so. */
  public static VerifierKeys none() {
    return new VerifierKeys(Optional.empty(), List.of());
  }

  /** Every key, the device's first. */
  public List<NoteVerifier> all() {
    List<NoteVerifier> all = new ArrayList<>();
    device.ifPresent(all::add);
    all.addAll(witnesses);
    return all;
  }
}
