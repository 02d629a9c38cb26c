package dev.countersign.proof.log;

import java.security.SignatureException;

/** A key that signs notes. {@link NoteKeys} makes them. */
public interface NoteSigner {
  /** The key's name as it stands in the signature line. */
  String name();

  /** The four-byte key id, big-endian. */
  int keyId();

  /**
   * Signs the note text, which ends in a newline.
   *
   * @throws SignatureException if the key cannot be used now
   */
  byte[] sign(byte[] text) throws SignatureException;
}
