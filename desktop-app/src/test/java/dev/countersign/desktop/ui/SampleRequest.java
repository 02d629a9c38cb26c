package dev.countersign.desktop.ui;

import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.Templates;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Chain;
import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.PolicyRef;
import dev.countersign.proof.request.Quorum;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.request.Risk;
import dev.countersign.proof.request.SessionKind;
import dev.countersign.proof.request.Source;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Requests as a gateway would sign them, with realistic content. */
record SampleRequest(
    String id,
    Risk risk,
    Requester requester,
    SessionKind kind,
    String details,
    String reason,
    Optional<String> ticket,
    Confirmation confirmation,
    Duration life) {
  static final Instant NOW = Instant.parse("2026-11-22T10:41:07Z");
  private static final Ed25519SigningKey GATEWAY = Ed25519SigningKey.generate(new SecureRandom());

  static SampleRequest secretRotation() {
    return new SampleRequest(
        "req-7f3a91c2",
        new Risk(Risk.Level.CRITICAL, List.of("production data", "outside the change window")),
        new Requester(
            Requester.Type.AGENT,
            "deploy-bot",
            Optional.of("on-call@example.com"),
            Optional.of("spiffe://example.com/agents/deploy-bot")),
        SessionKind.AGENT,
        """
        [{"type":"secret.rotate","locations":["vault://prod/db/orders-primary"],"actions":["rotate"],
          "engine":"postgresql","current_version":17,
          "new_value":{"committed_secret":"hmac-sha256","of":"text","length":"33-64",
            "mac":"JHgw4W6j3GKfGjPulPvHCYYoeiq0dKCtRru8BHAqdCc"},
          "grace_seconds":900,"revoke_previous":true,
          "dependents":[{"service":"orders-api","restart":"rolling","replicas":12},
            {"service":"billing-worker","restart":"rolling","replicas":4}],
          "notify":["#payments-oncall"],"rollback":null}]
        """,
        "Rotating after the advisory for the connection pooler. The old password stays valid for"
            + " the grace time, then both services restart one after the other.",
        Optional.of("SEC-221"),
        new Confirmation(true, 3, List.of("fido2"), List.of()),
        Duration.ofSeconds(161));
  }

  static SampleRequest deployment() {
    return new SampleRequest(
        "req-2c88e0d1",
        new Risk(Risk.Level.MEDIUM, List.of("production")),
        new Requester(
            Requester.Type.PIPELINE,
            "shop-release",
            Optional.of("team-shop@example.com"),
            Optional.of("spiffe://example.com/ci/shop-release")),
        SessionKind.PIPELINE,
        """
        [{"type":"deploy.release","locations":["prod-eu"],"actions":["deploy"],
          "application":"shop-api","version":"4.18.2","from_version":"4.18.1",
          "artifacts":[{"image":"registry.example.com/shop/api:4.18.2",
          "digest":"sha256:4f9c0d7d1a6b1b5e8f2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7081"}],
          "strategy":{"kind":"canary","percent":[5,25,100]}}]
        """,
        "Fixes the double charge on retries.",
        Optional.of("CHG-4402"),
        new Confirmation(false, 0, List.of("fido2"), List.of()),
        Duration.ofSeconds(65));
  }

  static SampleRequest vendor() {
    return new SampleRequest(
        "req-b1770e55",
        new Risk(Risk.Level.HIGH, List.of("operational technology", "external party")),
        new Requester(
            Requester.Type.HUMAN,
            "hydra-svc",
            Optional.of("hydra-pumps.example"),
            Optional.empty()),
        SessionKind.OT,
        """
        [{"type":"ot.remote_support","locations":["plant-7/plc-12"],
          "actions":["connect","read","write"],"vendor":"Hydra Pumps GmbH",
          "technician":"T. Brandt","protocol":"s7comm-plus","jump_host":"ot-jump-02",
          "recorded":true,"max_seconds":1800,
          "limits":[{"tag":"P12.SPEED","min":"900","max":"1450"}]}]
        """,
        "Pump 12 trips on overspeed; we need to adjust the ramp with your operator on the phone.",
        Optional.of("CHG-4411"),
        new Confirmation(true, 5, List.of("fido2"), List.of()),
        Duration.ofSeconds(250));
  }

  static SampleRequest of(String id, String details, String reason) {
    return new SampleRequest(
        id,
        new Risk(Risk.Level.LOW, List.of()),
        new Requester(Requester.Type.SERVICE, "svc-a", Optional.empty(), Optional.empty()),
        SessionKind.API,
        details,
        reason,
        Optional.empty(),
        new Confirmation(false, 0, List.of("fido2"), List.of()),
        Duration.ofSeconds(300));
  }

  SampleRequest with(Confirmation other) {
    return new SampleRequest(id, risk, requester, kind, details, reason, ticket, other, life);
  }

  InboxItem.Approvable item() {
    try {
      return new InboxItem.Approvable(Presentation.of(verified()), NOW.minusSeconds(20));
    } catch (RefusedException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private VerifiedRequest verified() throws RefusedException {
    GatewayKeys keys =
        new GatewayKeys(
            "demo.gateway.example",
            List.of(
                new GatewayKeys.Pinned(
                    GATEWAY.publicKey(), 0, Long.MAX_VALUE, OptionalLong.empty())));
    return VerifiedRequest.verify(
        Envelope.sign(PayloadType.APPROVAL_REQUEST, request().json(), GATEWAY).wire(), keys);
  }

  private ApprovalRequest request() throws RefusedException {
    Attributes session =
        Attributes.NONE
            .with("address", Source.OBSERVED, "10.2.3.4")
            .with("workload", Source.ATTESTED, "spiffe://example.com/agents/" + requester.id())
            .with("host", Source.CLAIMED, "runner-17");
    return new ApprovalRequest(
        "demo.gateway.example",
        "demo.gateway.example",
        id,
        seeded("epoch", 16),
        Digest.sha256(("ask" + id).getBytes(StandardCharsets.UTF_8)),
        new RequesterSession("ses-51d0aa", kind, jkt(), NOW.getEpochSecond() - 5347, session),
        requester,
        details(details),
        reason,
        ticket,
        Attributes.NONE.with("change_window", Source.CLAIMED, "Tue 22:00–23:00 UTC"),
        risk,
        new PolicyRef("built-in", 1, Digest.sha256("policy".getBytes(StandardCharsets.UTF_8))),
        new Quorum(1, List.of(List.of("sre", "dba"))),
        confirmation,
        Chain.NONE,
        Optional.empty(),
        seeded("nonce", 32),
        NOW.getEpochSecond() - 20,
        NOW.plus(life).getEpochSecond(),
        Templates.newestFor(details(details)).ref());
  }

  private static String jkt() {
    return Digest.sha256("cnf".getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Bytes seeded(String what, int size) {
    return Digest.sha256((what + id).getBytes(StandardCharsets.UTF_8)).value().slice(0, size);
  }

  private static AuthorizationDetails details(String json) throws RefusedException {
    JsonObject whole =
        StrictJson.parseObject(
            ("{\"authorization_details\":" + json + "}").getBytes(StandardCharsets.UTF_8));
    return AuthorizationDetails.read(
        new ObjectReader(whole, "test", RefusalCode.MALFORMED_REQUEST));
  }
}
