package dev.countersign.desktop.demo;

import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.TrustFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** A gateway, no demo, that takes the cards of one authority; one approver, one requester. */
public final class CardGateway implements AutoCloseable {
  public static final String ISSUER = "gateway.test";
  private static final String APPROVER = "ada";
  private static final Clock CLOCK = Clock.systemUTC();

  private final EmbeddedGateway gateway;
  private final HttpClient client = DpopHttp.newClient();
  private final P256SigningKey requesterKey = P256SigningKey.generate(new SecureRandom());

  private CardGateway(EmbeddedGateway gateway) {
    this.gateway = gateway;
    gateway.addApprover(APPROVER, "Ada Lovelace", List.of("security"));
  }

  public static CardGateway start(Path folder, DemoCardAuthority authority)
      throws IOException, RefusedException {
    return new CardGateway(
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    folder, ISSUER, "approvals.test", AttestationTrust.real(List.of(), true))
                .withCards(new DemoCardTrust(authority).policy())));
  }

  public URI base() {
    return gateway.base();
  }

  /** A new one-time code. */
  public String code() {
    return gateway.operator().newCode(APPROVER).orElseThrow();
  }

  /** What is enrolled for the approver. */
  public List<TrustFile.Token> enrolledTokens() {
    return gateway.trust().approver(APPROVER).map(TrustFile.Approver::tokens).orElse(List.of());
  }

  /** Somebody asks for something. */
  public VerifiedRequest ask() throws IOException, InterruptedException {
    gateway.addExecutor("vault-1", List.of("*"), requesterKey.publicKey());
    DemoRole role = DemoRole.load("agent");
    gateway.addRequester(role.id(), role.requester().type(), requesterKey.publicKey());
    DemoRequester requester =
        new DemoRequester(
            new DpopHttp(
                client,
                new GatewayAddress(gateway.base()),
                new DpopHttp.ClientIdentity(role.id(), ISSUER, requesterKey),
                CLOCK),
            requesterKey,
            gateway.trust().gateway());
    return DemoActor.begin(role, requester, ISSUER, CLOCK).ask();
  }

  @Override
  public void close() {
    gateway.close();
    client.close();
  }
}
