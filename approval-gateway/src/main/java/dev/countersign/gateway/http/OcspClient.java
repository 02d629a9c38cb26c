package dev.countersign.gateway.http;

import dev.countersign.gateway.enrollment.RevocationTrouble;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.OcspRequest;
import dev.countersign.proof.x509.RevocationSource;
import dev.countersign.proof.x509.RevocationStatement;
import dev.countersign.proof.x509.RevocationStatement.Word;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the responders of the configuration about certificates when they are judged, and keeps each
 * answer for as long as it is fresh. What it hands out is judged like a statement from anywhere;
 * without an answer it hands out nothing, and the certificate is refused.
 */
public final class OcspClient implements RevocationSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OcspClient.class);

  /** So short that a desk, which waits 15 s for a decision, hears of a refusal. */
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  /** A responder that failed is left alone so long: nobody waits for it again and again. */
  static final long PAUSE_SECONDS = 15;

  private static final int MAX_CERTIFICATES = 4096;

  private final Settings settings;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final AuthorityHttp http = new AuthorityHttp();
  private final Map<OcspResponder, Failure> failures = new ConcurrentHashMap<>();

  /** By SHA-256 of the certificate; the one that was not asked about for longest goes first. */
  private final Map<Digest, OcspSlot> slots =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, OcspSlot> eldest) {
          return size() > MAX_CERTIFICATES;
        }
      };

  /**
   * What is asked, and how long an answer counts.
   *
   * @param folder keeps the last answer about each certificate over a restart, for trust files
   * @param keepSeconds for so long an answer is used before the responder is asked again; one that
   *     cannot be replaced then counts until it is stale
   * @param freshness which answers count
   */
  public record Settings(
      List<OcspResponder> responders, Path folder, long keepSeconds, Freshness freshness) {
    public Settings {
      responders = List.copyOf(responders);
    }
  }

  /** When a responder failed (Unix seconds), how, and about which certificate it was asked. */
  private record Failure(long at, String why, Certificate certificate) {}

  public OcspClient(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    List<OcspResponder> serving =
        settings.responders().stream().filter(each -> each.serves(issuer)).toList();
    if (serving.isEmpty()) {
      return List.of();
    }
    OcspRequest question = serving.getFirst().question(certificate);
    return slot(certificate, question)
        .answer(now -> ask(serving, certificate, now), DEADLINE.multipliedBy(serving.size()), clock)
        .map(OcspRequest.Reply::response)
        .<List<RevocationStatement>>map(List::of)
        .orElse(List.of());
  }

  /** Which responders failed when they were asked last. */
  public List<RevocationTrouble> troubles() {
    return settings.responders().stream()
        .flatMap(each ->
            Optional.ofNullable(failures.get(each))
                .map(failure ->
                    new RevocationTrouble(
                        name(each), "does not answer as it should: " + failure.why()))
                .stream())
        .toList();
  }

  /**
   * Asks the responders that failed once more, so that one that is well again is known to be, also
   * while nobody uses a card. Waits for each up to the deadline.
   */
  public void retry() throws InterruptedException {
    long now = clock.instant().getEpochSecond();
    for (OcspResponder each : settings.responders()) {
      Failure last = failures.get(each);
      if (last != null && now >= last.at() + PAUSE_SECONDS) {
        ask(each, last.certificate(), now);
      }
    }
  }

  private OcspSlot slot(Certificate certificate, OcspRequest question) {
    Digest key = certificate.thumbprint();
    synchronized (slots) {
      return slots.computeIfAbsent(
          key,
          digest ->
              new OcspSlot(
                  question,
                  settings.folder().resolve(digest.value().base64Url() + OcspSlot.SUFFIX),
                  settings.keepSeconds(),
                  settings.freshness()));
    }
  }

  /** The first answer that counts; responders of one authority stand in for each other. */
  private Optional<OcspRequest.Reply> ask(
      List<OcspResponder> serving, Certificate certificate, long now) throws InterruptedException {
    for (OcspResponder each : serving) {
      Failure last = failures.get(each);
      if (last == null || now >= last.at() + PAUSE_SECONDS) {
        Optional<OcspRequest.Reply> reply = ask(each, certificate, now);
        if (reply.isPresent()) {
          return reply;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<OcspRequest.Reply> ask(
      OcspResponder responder, Certificate certificate, long now) throws InterruptedException {
    OcspRequest plain = responder.question(certificate);
    OcspRequest question = responder.nonce() ? plain.withNonce(nonce()) : plain;
    return switch (responder.ask(http, question, DEADLINE)) {
      case OcspResponder.Outcome.Failed(String why) ->
          failed(responder, new Failure(now, why, certificate));
      case OcspResponder.Outcome.Answered(OcspRequest.Reply reply) when reply.unknown() -> {
        // About one certificate; the responder itself may be as good as it can be. It is not left
        // alone then: the cards that it knows are waiting for it.
        LOG.warn("{} does not know certificate {}", name(responder), certificate.serial());
        String why = "it does not know certificate " + certificate.serial();
        failures.computeIfPresent(
            responder, (_, _) -> new Failure(now - PAUSE_SECONDS, why, certificate));
        yield Optional.empty();
      }
      case OcspResponder.Outcome.Answered(OcspRequest.Reply reply) ->
          switch (word(reply, responder, certificate)) {
            case Word.Silent(boolean _, String why) ->
                failed(
                    responder, new Failure(now, reply.response().kind() + " " + why, certificate));
            case Word.Good _, Word.Revoked _ -> {
              failures.remove(responder);
              yield Optional.of(reply);
            }
          };
    };
  }

  /** Judged by the time after the answer came. */
  private Word word(OcspRequest.Reply reply, OcspResponder responder, Certificate certificate) {
    long now = clock.instant().getEpochSecond();
    return reply.response().about(certificate, responder.issuer(), now, settings.freshness());
  }

  private Optional<OcspRequest.Reply> failed(OcspResponder responder, Failure failure) {
    Failure before = failures.put(responder, failure);
    if (before == null || !before.why().equals(failure.why())) {
      LOG.warn("no answer from {}: {}", name(responder), failure.why());
    }
    return Optional.empty();
  }

  private Bytes nonce() {
    byte[] bytes = new byte[OcspRequest.NONCE_BYTES];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static String name(OcspResponder responder) {
    return "OCSP responder " + responder.address();
  }

  @Override
  public void close() {
    http.close();
  }
}
