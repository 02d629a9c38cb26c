package dev.countersign.proof.log;

import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.log.Parse.Malformed;
import dev.countersign.proof.log.Parse.Parsed;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A log's public key as one line of text, the "verifier key" of C2SP signed-note: {@code
 * origin+keyid+base64(0x02 || SubjectPublicKeyInfo)}. Whoever witnesses the log is given this line.
 */
public final class LogKeyText {
  private static final int TYPE = 0x02;

  private LogKeyText() {}

  /** The line, without newline. */
  public static String of(String origin, P256VerifyingKey key) {
    byte[] spki = key.toJava().getEncoded();
    byte[] typed = new byte[1 + spki.length];
    typed[0] = TYPE;
    System.arraycopy(spki, 0, typed, 1, spki.length);
    return origin
        + "+"
        + HexFormat.of().toHexDigits(NoteKeys.deviceVerifier(origin, key.toJava()).keyId())
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }

  /** Reads the line; the verifier's name is the log's origin. */
  public static Parse<NoteVerifier> parse(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3) {
      return new Malformed<>("a log key has the form origin+keyid+key");
    }
    try {
      byte[] typed = Base64.getDecoder().decode(parts[2]);
      if (typed.length < 1 || typed[0] != TYPE) {
        return new Malformed<>("the key is not a P-256 log key");
      }
      byte[] spki = Arrays.copyOfRange(typed, 1, typed.length);
      if (!(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki))
          instanceof ECPublicKey key)) {
        return new Malformed<>("the key is not a P-256 log key");
      }
      NoteVerifier verifier = NoteKeys.deviceVerifier(parts[0], key);
      boolean canonical =
          Arrays.equals(spki, key.getEncoded())
              && parts[1].equals(HexFormat.of().toHexDigits(verifier.keyId()));
      return canonical
          ? new Parsed<>(verifier)
          : new Malformed<>("the key id is not that of the key");
    } catch (IllegalArgumentException | GeneralSecurityException unusable) {
      return new Malformed<>("the origin or the key cannot be used");
    }
  }
}
