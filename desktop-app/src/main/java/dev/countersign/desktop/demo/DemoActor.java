package dev.countersign.desktop.demo;

import dev.countersign.desktop.demo.DemoExecutor.Redeemed;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** One requester at work: it holds a session, asks, waits, and has the executor redeem. */
final class DemoActor {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final DemoRole role;
  private final DemoRequester client;
  private final String issuer;
  private final String sessionId;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  private DemoActor(
      DemoRole role, DemoRequester client, String issuer, String sessionId, InstantSource clock) {
    this.role = role;
    this.client = client;
    this.issuer = issuer;
    this.sessionId = sessionId;
    this.clock = clock;
  }

  /** Begins the session. */
  static DemoActor begin(DemoRole role, DemoRequester client, String issuer, InstantSource clock)
      throws IOException, InterruptedException {
    String session = client.openSession(role.kind(), role.requester(), role.attributes());
    return new DemoActor(role, client, issuer, session, clock);
  }

  String name() {
    return role.id();
  }

  /** Asks for what this role wants. */
  VerifiedRequest ask() throws IOException, InterruptedException {
    return client.ask(
        new Ask(
            issuer,
            "ask-" + randomBytes(16).base64Url(),
            sessionId,
            clock.instant().getEpochSecond(),
            role.details(),
            role.reason(),
            role.ticket(),
            role.context(),
            Optional.empty()));
  }

  /** What the requester's own screen shows beside its request. */
  static String phrase(VerifiedRequest request) {
    return ConfirmationPhrase.of(request.sha256()).toString();
  }

  void withdraw(VerifiedRequest request) throws IOException, InterruptedException {
    client.withdraw(request.request().requestId());
  }

  /** Waits until the request is decided or its time is over. */
  DemoRequester.Status awaitDecision(VerifiedRequest request)
      throws IOException, InterruptedException {
    DemoRequester.Status status = status(request, LONGEST_WAIT);
    while (status.state().equals("pending")) {
      status = status(request, LONGEST_WAIT);
    }
    return status;
  }

  /** Where the request stands within a time. */
  DemoRequester.Status status(VerifiedRequest request, Duration wait)
      throws IOException, InterruptedException {
    return client.await(request.request().requestId(), wait);
  }

  /** A redemption that was tried. */
  record Redemption(String id, Redeemed result) {}

  /** Has the executor redeem the first detail of a grant. */
  Redemption redeem(Bytes grant, DemoExecutor executor) throws IOException, InterruptedException {
    String id = "redemption-" + randomBytes(16).base64Url();
    Bytes nonce = randomBytes(32);
    Bytes signed = client.signRedeem(new DemoRequester.Redeem(grant, id, executor.id(), nonce, 0));
    return new Redemption(id, executor.redeem(grant, signed, nonce));
  }

  private Bytes randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
