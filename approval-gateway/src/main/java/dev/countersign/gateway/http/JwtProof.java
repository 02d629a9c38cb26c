package dev.countersign.gateway.http;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.proof.crypto.VerifyingKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * An ES256 JWT of a caller, read but not yet believed. Nimbus reads it; the signature is checked
 * with the key that is registered for the caller, never with one that the message brings along. The
 * claim checks are here and not in the library because its verifiers read the system clock.
 */
final class JwtProof {
  private static final int MAX_LENGTH = 4096;

  private final SignedJWT jwt;
  private final JWTClaimsSet claims;

  private JwtProof(SignedJWT jwt, JWTClaimsSet claims) {
    this.jwt = jwt;
    this.claims = claims;
  }

  /** Reads a compact JWS whose algorithm is ES256 and which has no critical extensions. */
  static JwtProof parse(String compact) {
    if (compact.length() > MAX_LENGTH) {
      throw ApiException.unauthorized("a JWT is longer than " + MAX_LENGTH);
    }
    try {
      SignedJWT jwt = SignedJWT.parse(compact);
      JWSHeader header = jwt.getHeader();
      if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
          || header.getCriticalParams() != null
          || !header.isBase64URLEncodePayload()) {
        throw ApiException.unauthorized("a JWT is not a plain ES256 one");
      }
      return new JwtProof(jwt, jwt.getJWTClaimsSet());
    } catch (ParseException | IllegalArgumentException notAJwt) {
      throw ApiException.unauthorized("not a JWT: " + notAJwt.getClass().getSimpleName());
    }
  }

  /** Whether this key made the signature. */
  boolean isSignedBy(VerifyingKey key) {
    return key.verifies(jwt.getSigningInput(), jwt.getSignature().decode());
  }

  /** The {@code typ} header. */
  Optional<String> type() {
    return Optional.ofNullable(jwt.getHeader().getType()).map(Object::toString);
  }

  /** The RFC 7638 thumbprint of the public key in the {@code jwk} header. */
  Optional<String> embeddedThumbprint() {
    return Optional.ofNullable(jwt.getHeader().getJWK())
        .filter(jwk -> !jwk.isPrivate())
        .map(jwk -> {
          try {
            return jwk.computeThumbprint().toString();
          } catch (com.nimbusds.jose.JOSEException noThumbprint) {
            throw ApiException.unauthorized("the embedded key has no thumbprint");
          }
        });
  }

  Optional<String> text(String claim) {
    return claims.getClaim(claim) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A non-empty string claim. */
  String required(String claim) {
    return text(claim)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> ApiException.unauthorized("a JWT lacks " + claim));
  }

  List<String> audience() {
    return claims.getAudience();
  }

  Optional<Instant> time(String claim) {
    try {
      return Optional.ofNullable(claims.getDateClaim(claim)).map(Date::toInstant);
    } catch (ParseException notATime) {
      return Optional.empty();
    }
  }
}
