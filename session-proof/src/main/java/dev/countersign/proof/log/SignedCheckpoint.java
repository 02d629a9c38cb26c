package dev.countersign.proof.log;

import dev.countersign.proof.log.Parse.Malformed;
import dev.countersign.proof.log.Parse.Parsed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.ArrayList;
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

  /**
   * The signature line of one more key over this checkpoint, with its newline: what a witness
   * answers (C2SP tlog-witness).
   *
   * @throws SignatureException if the key cannot be used now
   */
  public String lineOf(NoteSigner signer) throws SignatureException {
    return NoteFormat.line(SignedNote.sign(note.text(), signer).signatures().getFirst());
  }

  /**
   * The same checkpoint with a witness's line out of its answer (C2SP tlog-witness). Lines of other
   * keys are passed over; a line of this key that is here already is replaced.
   *
   * @param lines signature lines, each with its newline
   */
  public Parse<SignedCheckpoint> withLineOf(NoteVerifier witness, byte[] lines) {
    ByteArrayOutputStream answered = new ByteArrayOutputStream();
    answered.writeBytes((note.text() + "\n").getBytes(StandardCharsets.US_ASCII));
    answered.writeBytes(lines);
    return SignedNote.parse(answered.toByteArray())
        .then(other ->
            other.text().equals(note.text())
                ? merged(witness, other)
                : new Malformed<>("the answer holds more than signature lines"));
  }

  private Parse<SignedCheckpoint> merged(NoteVerifier witness, SignedNote answer) {
    if (!(answer.check(List.of(witness)) instanceof NoteCheck.Signed)) {
      return new Malformed<>("the answer has no valid signature of " + witness.name());
    }
    List<NoteSignature> all = new ArrayList<>(note.signatures());
    all.removeIf(line -> line.isBy(witness.name(), witness.keyId()));
    answer.signatures().stream()
        .filter(line -> line.isBy(witness.name(), witness.keyId()))
        .forEach(all::add);
    return all.size() > SignedNote.MAX_SIGNATURES
        ? new Malformed<>("the note is full")
        : new Parsed<>(new SignedCheckpoint(checkpoint, new SignedNote(note.text(), all)));
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
