package dev.countersign.gateway.main;

import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.enrollment.RevocationTrouble;
import dev.countersign.gateway.http.CrlFetcher;
import dev.countersign.gateway.http.OcspClient;
import dev.countersign.gateway.http.OcspResponder;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Crl;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.RevocationSource;
import dev.countersign.proof.x509.RevocationStatement;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The revocation statements of a gateway that runs: from files, from lists that it fetches and from
 * responders that it asks; and a watch over all three.
 */
final class CardStatements implements AutoCloseable {
  private final CardConfig config;
  private final CertificateTrust trust;
  private final RevocationFiles files;
  private final OcspClient ocsp;
  private final CrlFetcher crls;
  private final RevocationWatch watch;
  private final InstantSource clock;

  private CardStatements(
      CardConfig config, CertificateTrust trust, OcspClient ocsp, InstantSource clock) {
    this.config = config;
    this.trust = trust;
    this.clock = clock;
    this.files = new RevocationFiles(config.statements());
    this.ocsp = ocsp;
    this.crls = CrlFetcher.start(config.statements().fetched(), this::objection);
    this.watch = RevocationWatch.start(this::troubles);
  }

  /**
   * Reads the authorities and starts to fetch.
   *
   * @throws IOException if an authority cannot be read
   */
  static CardStatements start(CardConfig config, InstantSource clock) throws IOException {
    StatementConfig statements = config.statements();
    List<OcspResponder> responders = new ArrayList<>();
    for (StatementConfig.Responder each : statements.responders()) {
      responders.add(each.open());
    }
    OcspClient.Settings settings =
        new OcspClient.Settings(
            responders, statements.answers(), statements.times().keepSeconds(), freshness(config));
    return new CardStatements(config, config.trust(), new OcspClient(settings, clock), clock);
  }

  /** Which cards a gateway takes that runs with these statements. */
  CardPolicy policy() {
    return policy(config, trust, this::about, files).withTroubles(watch::troubles);
  }

  /**
   * Which cards a gateway takes, for a trust file: nothing is fetched, what was fetched is read.
   *
   * @throws IOException if an authority cannot be read
   */
  static CardPolicy atRest(CardConfig config) throws IOException {
    RevocationFiles files = new RevocationFiles(config.statements());
    return policy(config, config.trust(), files, files);
  }

  private static CardPolicy policy(
      CardConfig config, CertificateTrust trust, RevocationSource source, RevocationFiles files) {
    return config.roots().isEmpty()
        ? CardPolicy.NONE
        : new CardPolicy(
                new CardRules(trust, source, freshness(config)),
                new HashSet<>(config.pinPolicies()),
                () -> files.exported(trust))
            .withPossession(new HashSet<>(config.possessionTypes()));
  }

  private static Freshness freshness(CardConfig config) {
    return Freshness.live(config.statements().times().maxAgeSeconds());
  }

  private List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    List<RevocationStatement> statements = new ArrayList<>(files.about(certificate, issuer));
    statements.addAll(ocsp.about(certificate, issuer));
    return statements;
  }

  private Optional<String> objection(Crl list) {
    long now = clock.instant().getEpochSecond();
    return StatementFile.objection(list, trust, now, freshness(config));
  }

  private List<RevocationTrouble> troubles() throws InterruptedException {
    ocsp.retry();
    long now = clock.instant().getEpochSecond();
    List<RevocationTrouble> troubles =
        new ArrayList<>(files.troubles(trust, now, freshness(config)));
    troubles.addAll(crls.troubles());
    troubles.addAll(ocsp.troubles());
    return troubles;
  }

  /** Looks at every source now, not only at the next minute. */
  void look() throws InterruptedException {
    watch.look();
  }

  @Override
  public void close() {
    watch.close();
    crls.close();
    ocsp.close();
  }
}
