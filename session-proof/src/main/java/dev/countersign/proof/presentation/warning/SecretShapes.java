package dev.countersign.proof.presentation.warning;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells text that looks like a secret in the clear: by its form, never by trying it. */
final class SecretShapes {
  /** A private key in text form (RFC 7468), or in the form of PuTTY. */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----|PuTTY-User-Key-File-[23]");

  /** Published beginnings of keys and tokens of common services. */
  private static final Pattern KNOWN_PREFIX =
      Pattern.compile(
          "\\b(AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|gh[pousr]_[0-9A-Za-z]{36,}"
              + "|github_pat_[0-9A-Za-z_]{22,}|glpat-[0-9A-Za-z_-]{20,}|xox[abeprs]-[0-9A-Za-z-]{10,}"
              + "|[sr]k_(live|test)_[0-9A-Za-z]{16,}|npm_[0-9A-Za-z]{36}|hv[sb]\\.[0-9A-Za-z_-]{24,}"
              + "|dop_v1_[0-9a-f]{64}|SG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}"
              + "|AGE-SECRET-KEY-1[0-9A-Z]{58}|eyJ[0-9A-Za-z_-]{8,}\\.eyJ[0-9A-Za-z_-]{8,})");

  /** A password beside its name, in a URL or in a header. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(://[^/\\s:@]{1,64}:[^/\\s@]{3,}@"
              + "|\\b(password|passwd|pwd|secret|api_?key|access_?token|private_?key)\\s*[=:]\\s*[^\\s,;]{6,}"
              + "|\\b(bearer|basic)\\s+[0-9a-z+/_=.-]{16,})");

  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z+=]{20,512}");
  private static final double RANDOM_BITS = 3.8;

  private SecretShapes() {}

  static boolean matches(String text) {
    return PRIVATE_KEY.matcher(text).find()
        || KNOWN_PREFIX.matcher(text).find()
        || NAMED.matcher(text).find()
        || holdsRandomToken(text);
  }

  private static boolean holdsRandomToken(String text) {
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      if (isRandom(token.group())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Letters of both cases with digits among them, and hardly a pattern. Hexadecimal is a digest.
   */
  private static boolean isRandom(String token) {
    boolean mixed =
        token.matches(".*[a-z].*")
            && token.matches(".*[A-Z].*")
            && token.matches(".*[0-9].*[A-Za-z].*");
    return mixed && entropy(token) >= RANDOM_BITS;
  }

  /** Shannon entropy in bits a character. */
  private static double entropy(String token) {
    Map<Integer, Integer> counts = new HashMap<>();
    token.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
    double bits = 0;
    for (int count : counts.values()) {
      double share = (double) count / token.length();
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }
}
