package dev.countersign.proof.log;

import java.util.Arrays;

/**
 * One signature line of a note, not yet checked.
 *
 * @param name the key's name
 * @param keyId the first four bytes of the key's hash, big-endian
 * @param signature what follows the key id; its form depends on the key
 */
public record NoteSignature(String name, int keyId, byte[] signature) {
  public NoteSignature {
    KeyName.require(name);
    if (signature.length == 0) {
      throw new IllegalArgumentException("a note signature is not empty");
    }
    signature = signature.clone();
  }

  @Override
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
