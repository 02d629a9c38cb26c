package dev.countersign.desktop.audit;

import dev.countersign.proof.log.NoteVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The public keys a verifier trusts. With a device key every checkpoint must be signed by it; with
 * a witness key the checkpoint that is given from outside must be signed by it too.
 */
public record VerifierKeys(Optional<NoteVerifier> device, Optional<NoteVerifier> witness) {
  /** No keys: the tree is checked, signatures are not, and the result says so. */
  public static VerifierKeys none() {
    return new VerifierKeys(Optional.empty(), Optional.empty());
  }

  List<NoteVerifier> all() {
    List<NoteVerifier> all = new ArrayList<>();
    device.ifPresent(all::add);
    witness.ifPresent(all::add);
    return all;
  }
}
