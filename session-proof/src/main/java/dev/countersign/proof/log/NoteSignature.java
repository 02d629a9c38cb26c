package dev.countersign.proof.log;

import java.util.Arrays;

/** One signature line of a note, not yet checked. Immutable, equal by content. */
public final class NoteSignature {
  private final String name;
  private final int keyId;
  private final byte[] signature;

  /**
   * @param name the key's name
   * @param keyId the first four bytes of the key's hash, big-endian
   * @param signature what follows the key id; its form depends on the key
   * @throws IllegalArgumentException for a name no line can carry or an empty signature
   */
  public NoteSignature(String name, int keyId, byte[] signature) {
    if (signature.length == 0) {
      throw new IllegalArgumentException("a note signature is not empty");
    }
    this.name = KeyName.require(name);
    this.keyId = keyId;
    this.signature = signature.clone();
  }

  /** The name the line gives for its key. */
  public String name() {
    return name;
  }

  /** The four-byte key id of the line, big-endian. */
  public int keyId() {
    return keyId;
  }

  /** A copy of the signature value. */
  public byte[] signature() {
    return signature.clone();
  }

  boolean isBy(String otherName, int otherKeyId) {
    return keyId == otherKeyId && name.equals(otherName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that
        && isBy(that.name, that.keyId)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(signature);
  }
}
