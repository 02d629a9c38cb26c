package dev.countersign.gateway.http;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.OcspRequest;
import dev.countersign.proof.x509.OcspResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * A responder of the configuration (RFC 6960, over HTTP as its appendix A and RFC 5019 §5 have it).
 * It is asked about certificates of one authority only, so that nobody else learns of them.
 *
 * @param address http or https, without query
 * @param issuer the authority
 * @param naming how the authority is named in the question
 * @param nonce whether each question has a nonce, which the answer must repeat
 */
public record OcspResponder(
    URI address, Certificate issuer, OcspRequest.Naming naming, boolean nonce) {
  /** A longer address goes by POST (RFC 5019 §5). */
  private static final int MAX_GET = 255;

  /** What came of a question. */
  sealed interface Outcome {
    /** An answer about the certificate; its signature and freshness are not looked at yet. */
    record Answered(OcspRequest.Reply reply) implements Outcome {}

    /** None. */
    record Failed(String why) implements Outcome {}
  }

  /** Whether it answers for certificates of this authority. */
  boolean serves(Certificate authority) {
    return issuer.isOfSameAuthorityAs(authority);
  }

  /** The question about a certificate, without a nonce. */
  OcspRequest question(Certificate certificate) {
    return OcspRequest.about(certificate, issuer, naming);
  }

  /** Asks once. */
  Outcome ask(AuthorityHttp http, OcspRequest question, Duration deadline)
      throws InterruptedException {
    return switch (http.ask(request(question), OcspResponse.MAX_BYTES, deadline)) {
      case AuthorityHttp.Answer.Failed(String why) -> new Outcome.Failed(why);
      case AuthorityHttp.Answer.Body(Bytes body) -> read(question, body);
    };
  }

  private static Outcome read(OcspRequest question, Bytes body) {
    try {
      return new Outcome.Answered(question.read(body));
    } catch (RefusedException notOne) {
      return new Outcome.Failed(String.valueOf(notOne.getMessage()));
    }
  }

  private HttpRequest.Builder request(OcspRequest question) {
    byte[] der = question.der();
    String base = address.toString();
    String get =
        (base.endsWith("/") ? base : base + "/")
            + URLEncoder.encode(Base64.getEncoder().encodeToString(der), StandardCharsets.US_ASCII);
    HttpRequest.Builder request =
        question.hasNonce() || get.length() > MAX_GET
            ? HttpRequest.newBuilder(address)
                .header("Content-Type", "application/ocsp-request")
                .POST(BodyPublishers.ofByteArray(der))
            : HttpRequest.newBuilder(URI.create(get)).GET();
    return request.header("Accept", "application/ocsp-response");
  }
}
