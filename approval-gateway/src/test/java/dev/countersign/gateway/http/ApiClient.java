package dev.countersign.gateway.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A caller of the gateway as an ordinary OAuth client with DPoP would be. */
final class ApiClient {
  static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  final URI base;
  final String issuer;
  final String clientId;
  final TestKey key;
  final Clock clock;
  String nonce = "";
  String token = "";

  ApiClient(URI base, String issuer, String clientId, TestKey key, Clock clock) {
    this.base = base;
    this.issuer = issuer;
    this.clientId = clientId;
    this.key = key;
    this.clock = clock;
  }

  /** The same token and nonce with another key, as a thief would have it. */
  ApiClient stolenBy(TestKey other) {
    ApiClient thief = new ApiClient(base, issuer, clientId, other, clock);
    thief.token = token;
    thief.nonce = nonce;
    return thief;
  }

  /** Obtains a token, asking twice when a nonce is demanded. */
  ApiClient login() {
    Answer answer = requestToken(assertion(UUID.randomUUID().toString(), issuer, 60));
    if (answer.status() == 400 && answer.code().equals("use_dpop_nonce")) {
      answer = requestToken(assertion(UUID.randomUUID().toString(), issuer, 60));
    }
    if (answer.status() != 200) {
      throw new AssertionError("no token: " + answer.text());
    }
    token = answer.string("access_token");
    return this;
  }

  Answer requestToken(String assertion) {
    Map<String, String> form =
        Map.of(
            "grant_type", "client_credentials",
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion", assertion);
    String body =
        form.entrySet().stream()
            .map(each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/oauth/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("DPoP", proof("POST", "/oauth/token", null))
            .POST(BodyPublishers.ofString(body));
    return send(request);
  }

  String assertion(String jti, String audience, long seconds) {
    Date now = Date.from(clock.instant());
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(clientId)
            .subject(clientId)
            .audience(audience)
            .jwtID(jti)
            .issueTime(now)
            .expirationTime(Date.from(clock.instant().plusSeconds(seconds)))
            .build();
    try {
      SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
      jwt.sign(new ECDSASigner(key.jwk()));
      return jwt.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String proof(String method, String path, @Nullable String forToken) {
    return proof(UUID.randomUUID().toString(), method, base + withoutQuery(path), forToken, nonce);
  }

  String proof(String jti, String method, String uri, @Nullable String forToken, String withNonce) {
    try {
      AccessToken access = forToken == null ? null : new DPoPAccessToken(forToken);
      return new DefaultDPoPProofFactory(key.jwk(), JWSAlgorithm.ES256)
          .createDPoPJWT(
              new JWTID(jti),
              method,
              URI.create(uri),
              Date.from(clock.instant()),
              access,
              withNonce.isEmpty() ? null : new Nonce(withNonce))
          .serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Answer get(String path) {
    return call("GET", path, Optional.empty());
  }

  Answer delete(String path) {
    return call("DELETE", path, Optional.empty());
  }

  Answer post(String path, byte[] body) {
    return call("POST", path, Optional.of(body));
  }

  Answer post(String path, String body) {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  private Answer call(String method, String path, Optional<byte[]> body) {
    return send(request(method, path, body));
  }

  HttpRequest.Builder request(String method, String path, Optional<byte[]> body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofSeconds(40))
        .header("Authorization", "DPoP " + token)
        .header("DPoP", proof(method, path, token))
        .method(method, body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      Answer answer = new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
      if (!answer.header("DPoP-Nonce").isEmpty()) {
        nonce = answer.header("DPoP-Nonce");
      }
      return answer;
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(cancelled);
    }
  }

  private static String withoutQuery(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }
}
