package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;

/**
 * The one client data (WebAuthn §5.8.1) of an approval, byte for byte. Its origin has a scheme that
 * no browser can produce, so that no web page can obtain such an assertion.
 */
public final class ClientData {
  private ClientData() {}

  /** The origin for an audience. */
  public static String origin(String audience) {
    return "countersign://" + audience;
  }

  /** The client data for a challenge {@code C} and an audience (the RP ID). */
  public static Bytes get(Digest challenge, String audience) {
    return of("webauthn.get", challenge.toString(), audience);
  }

  /** The client data with which a token is enrolled. */
  public static Bytes create(Bytes challenge, String audience) {
    return of("webauthn.create", challenge.base64Url(), audience);
  }

  private static Bytes of(String type, String challenge, String audience) {
    // The audience is a checked identifier and the challenge is base64url: nothing needs escaping,
    // but an audience with a quote would, so it is refused.
    if (audience.indexOf('"') >= 0 || audience.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("not an RP ID");
    }
    return Bytes.utf8(
        "{\"type\":\""
            + type
            + "\",\"challenge\":\""
            + challenge
            + "\",\"origin\":\""
            + origin(audience)
            + "\",\"crossOrigin\":false}");
  }
}
