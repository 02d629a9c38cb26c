package dev.countersign.gateway.enrollment;

import dev.countersign.proof.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * A one-time enrolment code: 100 random bits as twenty characters of an alphabet without
 * look-alikes, in groups of four. The gateway keeps its digest only; that suffices without salt or
 * stretching, because the code is random and lives for minutes.
 */
public final class OneTimeCode {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 20;
  private static final int GROUP = 4;

  private OneTimeCode() {}

  /** Draws a code, for one pair of eyes. */
  public static String draw(SecureRandom random) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % GROUP == 0) {
        code.append('-');
      }
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  /** What is stored for a code; empty if the text cannot be one. */
  public static Optional<Digest> digest(String typed) {
    String code =
        typed
            .replace("-", "")
            .replace(" ", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    boolean possible =
        code.length() == LENGTH && code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    return possible
        ? Optional.of(
            Digest.sha256(("countersign enrolment code " + code).getBytes(StandardCharsets.UTF_8)))
        : Optional.empty();
  }
}
