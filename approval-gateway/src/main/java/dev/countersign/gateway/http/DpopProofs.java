package dev.countersign.gateway.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DPoPUtils;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import dev.countersign.proof.crypto.VerifyingKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Checks DPoP proofs (RFC 9449 §4.3) with server nonces. The key must be the caller's registered
 * key itself, so that a stolen access token is worth nothing with any other key.
 */
final class DpopProofs {
  /** How far {@code iat} may be from the gateway's clock; freshness itself is the nonce's. */
  static final Duration SKEW = Duration.ofMinutes(2);

  private static final int MAX_LIVE = 200_000;

  private final InstantSource clock;
  private final DpopNonces nonces;
  private final SingleUse used;

  DpopProofs(InstantSource clock, DpopNonces nonces) {
    this.clock = clock;
    this.nonces = nonces;
    this.used = new SingleUse(clock, MAX_LIVE);
  }

  /**
   * One call that a proof must be for.
   *
   * @param method the HTTP method
   * @param uris the URI of the call without query under each name this gateway is known by
   * @param accessToken present at protected resources, absent at the token endpoint
   * @param nonceStatus the HTTP status of the demand for a nonce: 401, or 400 at the token endpoint
   */
  record Call(String method, Set<String> uris, Optional<String> accessToken, int nonceStatus) {}

  /** Passes only for a fresh proof by exactly this key for exactly this call. */
  void require(JwtProof proof, Call call, VerifyingKey key) {
    demand(proof.type().filter(DPoPProofFactory.TYPE.getType()::equals).isPresent(), "its type");
    demand(proof.embeddedThumbprint().filter(key.thumbprint()::equals).isPresent(), "its key");
    demand(proof.isSignedBy(key), "its signature");
    demand(proof.required("htm").equals(call.method()), "htm");
    demand(call.uris().contains(withoutQuery(proof.required("htu"))), "htu");
    Instant issued = proof.time("iat").orElse(Instant.EPOCH);
    Duration off = Duration.between(issued, clock.instant()).abs();
    demand(off.compareTo(SKEW) <= 0, "iat");
    requireTokenHash(proof, call);
    if (proof.text("nonce").filter(nonces::accepts).isEmpty()) {
      throw ApiException.useNonce(call.nonceStatus(), nonces.current());
    }
    String id = key.thumbprint() + " " + proof.required("jti");
    // iat may lie SKEW ahead of us, so the proof may be presentable for twice that.
    demand(used.first(id, SKEW.toSeconds() * 2 + 1), "jti, which was used before");
  }

  private static void requireTokenHash(JwtProof proof, Call call) {
    Optional<String> hash = proof.text("ath");
    if (call.accessToken().isEmpty()) {
      return;
    }
    try {
      String expected =
          DPoPUtils.computeSHA256(new DPoPAccessToken(call.accessToken().get())).toString();
      demand(hash.filter(expected::equals).isPresent(), "ath");
    } catch (JOSEException noDigest) {
      // Every Java platform must have SHA-256.
      throw new IllegalStateException(noDigest);
    }
  }

  private static String withoutQuery(String uri) {
    int end = uri.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = uri.indexOf(mark);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return uri.substring(0, end);
  }

  private static void demand(boolean holds, String what) {
    if (!holds) {
      throw ApiException.unauthorized("a DPoP proof fails on " + what);
    }
  }
}
