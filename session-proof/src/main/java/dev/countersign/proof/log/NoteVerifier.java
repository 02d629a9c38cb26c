package dev.countersign.proof.log;

/** A known public key that checks note signatures. {@link NoteKeys} makes them. */
public interface NoteVerifier {
  /** The key's name as it stands in the signature line. */
  String name();

  /** The four-byte key id, big-endian. */
  int keyId();

  /**
   * Whether the signature is this key's over the note text. Never throws for a malformed signature.
   */
  boolean verify(byte[] text, byte[] signature);
}
