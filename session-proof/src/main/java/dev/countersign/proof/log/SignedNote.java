package dev.countersign.proof.log;

import dev.countersign.proof.log.NoteCheck.BadSignature;
import dev.countersign.proof.log.NoteCheck.NoKnownKey;
import dev.countersign.proof.log.NoteCheck.Signed;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with its signatures (C2SP signed-note). The text means nothing until {@link #check} has
 * answered {@link Signed}.
 *
 * @param text the signed text; ASCII without control characters other than newline, ending in a
 *     newline
 * @param signatures 1 to 16 signatures, no two by the same name and key id
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** Most signatures a note may carry. */
  public static final int MAX_SIGNATURES = 16;

  public SignedNote {
    signatures = List.copyOf(signatures);
    NoteFormat.fault(text, signatures)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
  }

  /** Reads the only serialisation of a note; at most 64 KiB. */
  public static Parse<SignedNote> parse(byte[] bytes) {
    return NoteFormat.parse(bytes);
  }

  /**
   * Signs a text with one key.
   *
   * @throws SignatureException if the key cannot be used now
   */
  public static SignedNote sign(String text, NoteSigner signer) throws SignatureException {
    return new SignedNote(text, List.of(lineOf(text, signer)));
  }

  /**
   * The same note with one more signature, last.
   *
   * @throws SignatureException if the key cannot be used now
   * @throws IllegalArgumentException if this key has signed already or the note is full
   */
  public SignedNote cosign(NoteSigner signer) throws SignatureException {
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(lineOf(text, signer));
    return new SignedNote(text, more);
  }

  private static NoteSignature lineOf(String text, NoteSigner signer) throws SignatureException {
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.US_ASCII));
    return new NoteSignature(signer.name(), signer.keyId(), signature);
  }

  /** Checks every line that is by a known key; lines of unknown keys are passed over. */
  public NoteCheck check(List<? extends NoteVerifier> known) {
    byte[] signed = text.getBytes(StandardCharsets.US_ASCII);
    List<NoteVerifier> by = new ArrayList<>();
    for (NoteSignature line : signatures) {
      for (NoteVerifier key : known) {
        if (line.isBy(key.name(), key.keyId())) {
          if (!key.verify(signed, line.signature())) {
            return new BadSignature(line.name());
          }
          by.add(key);
        }
      }
    }
    return by.isEmpty() ? new NoKnownKey() : new Signed(by);
  }

  /** The note's bytes, as {@link #parse} reads them. */
  public byte[] toBytes() {
    return NoteFormat.write(this);
  }
}
