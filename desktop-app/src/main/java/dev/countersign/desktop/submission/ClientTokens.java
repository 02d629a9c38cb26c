package dev.countersign.desktop.submission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.json.JsonWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the two kinds of JWT with which a P-256 key identifies itself: the client assertion (RFC
 * 7523) and the DPoP proof (RFC 9449 §4.2). The key itself never leaves its {@link SigningKey}.
 */
final class ClientTokens {
  private static final long ASSERTION_LIFE_SECONDS = 60;
  private static final int JTI_BYTES = 16;

  private final SigningKey key;
  private final JWK jwk;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  ClientTokens(SigningKey key, InstantSource clock) {
    this.key = key;
    this.jwk = publicJwk(key);
    this.clock = clock;
  }

  String assertion(String clientId, String issuer) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(clientId)
            .subject(clientId)
            .audience(issuer)
            .jwtID(newId())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(ASSERTION_LIFE_SECONDS)))
            .build();
    return signed(new JWSHeader.Builder(JWSAlgorithm.ES256).build(), claims);
  }

  /** A proof for one call; {@code accessToken} is absent only at the token endpoint. */
  String proof(String method, URI uri, Optional<String> nonce, Optional<String> accessToken) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(newId())
            .claim("htm", method)
            .claim("htu", withoutQuery(uri))
            .issueTime(Date.from(clock.instant()));
    nonce.ifPresent(value -> claims.claim("nonce", value));
    accessToken.ifPresent(token -> claims.claim("ath", hash(token)));
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(jwk)
            .build();
    return signed(header, claims.build());
  }

  private String signed(JWSHeader header, JWTClaimsSet claims) {
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(new KeySigner(key));
    } catch (JOSEException impossible) {
      throw new IllegalStateException("a JWT that cannot be signed", impossible);
    }
    return jwt.serialize();
  }

  private String newId() {
    byte[] id = new byte[JTI_BYTES];
    random.nextBytes(id);
    return Bytes.of(id).base64Url();
  }

  private static String hash(String token) {
    return Digest.sha256(token.getBytes(StandardCharsets.US_ASCII)).toString();
  }

  private static String withoutQuery(URI uri) {
    String text = uri.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  private static JWK publicJwk(SigningKey key) {
    try {
      return JWK.parse(JsonWriter.compactText(key.publicKey().jwk()));
    } catch (ParseException impossible) {
      throw new IllegalStateException("a public key that is not a JWK", impossible);
    }
  }

  /** ES256 wants r || s (RFC 7518 §3.4), the form that {@link SigningKey} gives. */
  private record KeySigner(SigningKey key) implements JWSSigner {
    @Override
    public Base64URL sign(JWSHeader header, byte[] input) {
      return Base64URL.encode(key.sign(input));
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return Set.of(JWSAlgorithm.ES256);
    }

    @Override
    public JCAContext getJCAContext() {
      return new JCAContext();
    }
  }
}
