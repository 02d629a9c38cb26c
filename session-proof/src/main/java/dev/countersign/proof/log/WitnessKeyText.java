package dev.countersign.proof.log;

import dev.countersign.proof.crypto.Ed25519VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.Parse.Malformed;
import dev.countersign.proof.log.Parse.Parsed;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A witness's public key as one line of text, the "verifier key" of C2SP signed-note: {@code
 * name+keyid+base64(type || key)}, with the key id as eight hexadecimal digits and the type 0x04
 * (timestamped Ed25519 cosignature). The key id is redundant and checked.
 */
public final class WitnessKeyText {
  private static final int TYPE = 0x04;
  private static final int KEY_LENGTH = 32;
  private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private WitnessKeyText() {}

  /** The line, without newline. */
  public static String of(String name, Ed25519VerifyingKey key) {
    byte[] spki = key.toJava().getEncoded();
    byte[] typed = new byte[1 + KEY_LENGTH];
    typed[0] = TYPE;
    System.arraycopy(spki, spki.length - KEY_LENGTH, typed, 1, KEY_LENGTH);
    return name
        + "+"
        + HexFormat.of().toHexDigits(NoteKeys.witnessVerifier(name, (VerifyingKey) key).keyId())
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }

  /** Reads the line; one newline at its end is allowed, as a file has it. */
  public static Parse<CosignatureVerifier> parse(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3) {
      return new Malformed<>("a witness key has the form name+keyid+key");
    }
    byte[] typed;
    try {
      typed = Base64.getDecoder().decode(parts[2]);
    } catch (IllegalArgumentException notBase64) {
      return new Malformed<>("the key is not base64");
    }
    if (typed.length != 1 + KEY_LENGTH || typed[0] != TYPE) {
      return new Malformed<>("the key is not an Ed25519 witness key");
    }
    return verifier(parts[0], parts[1], Arrays.copyOfRange(typed, 1, typed.length));
  }

  private static Parse<CosignatureVerifier> verifier(String name, String keyId, byte[] raw) {
    try {
      CosignatureVerifier verifier = NoteKeys.witnessVerifier(name, key(raw));
      return keyId.equals(HexFormat.of().toHexDigits(verifier.keyId()))
          ? new Parsed<>(verifier)
          : new Malformed<>("the key id is not that of the key");
    } catch (IllegalArgumentException | GeneralSecurityException unusable) {
      return new Malformed<>("the name or the key cannot be used");
    }
  }

  private static PublicKey key(byte[] raw) throws GeneralSecurityException {
    byte[] spki = Arrays.copyOf(SPKI_HEAD, SPKI_HEAD.length + raw.length);
    System.arraycopy(raw, 0, spki, SPKI_HEAD.length, raw.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
  }
}
