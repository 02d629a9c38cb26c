package dev.countersign.proof.log;

import dev.countersign.proof.log.Parse.Parsed;
import java.security.SignatureException;
import java.util.List;

/**
 * A checkpoint and the note that carries it. The signatures are not checked by reading it; ask
 * {@link #check}.
 *
 * @param checkpoint what the note's text says
 * @param note the note it was read from
 */
public record SignedCheckpoint(Checkpoint checkpoint, SignedNote note) {
  public SignedCheckpoint {
    if (!note.text().equals(checkpoint.body())) {
      throw new IllegalArgumentException("the note's text is not this checkpoint");
    }
  }

  /** Reads a note whose text is a checkpoint. */
  public static Parse<SignedCheckpoint> parse(byte[] bytes) {
    return SignedNote.parse(bytes)
        .then(note ->
            Checkpoint.parse(note.text())
                .then(checkpoint -> new Parsed<>(new SignedCheckpoint(checkpoint, note))));
  }

  /**
   * Signs a tree head.
   *
   * @throws SignatureException if the key cannot be used now
   */
  public static SignedCheckpoint sign(Checkpoint checkpoint, NoteSigner signer)
      throws SignatureException {
    return new SignedCheckpoint(checkpoint, SignedNote.sign(checkpoint.body(), signer));
  }

  /**
   * The same checkpoint with one more signature, last.
   *
   * @throws SignatureException if the key cannot be used now
   */
  public SignedCheckpoint cosign(NoteSigner signer) throws SignatureException {
    return new SignedCheckpoint(checkpoint, note.cosign(signer));
  }

  /** Checks the signatures against known keys. */
  public NoteCheck check(List<? extends NoteVerifier> known) {
    return note.check(known);
  }

  /** The note's bytes. */
  public byte[] toBytes() {
    return note.toBytes();
  }
}
