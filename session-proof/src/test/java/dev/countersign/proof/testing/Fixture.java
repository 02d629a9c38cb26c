package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.presentation.Templates;
import dev.countersign.proof.request.DisplayRef;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.verify.TrustFile;
import java.util.List;
import java.util.OptionalLong;

/** The people, keys and the one request that most tests are about. All of it is deterministic. */
public final class Fixture {
  public static final String ISSUER = "countersign.example.com";
  public static final String AUDIENCE = "approvals.example.com";
  public static final String APPROVER = "maria";
  public static final String PERSON = "maria.keller@example.com";
  public static final String GROUP = "dba";
  public static final String REQUEST_ID = "req-7f3a91";
  public static final String APPROVER_SESSION = "as-5512";

  /** When the request was issued, in Unix seconds; it lives five minutes. */
  public static final long ISSUED_AT = 1_795_000_000L;

  public static final long EXPIRES_AT = ISSUED_AT + 300;

  /** The device's clock when it made the statement. */
  public static final long DECIDED_AT = ISSUED_AT + 42;

  public static final Ed25519SigningKey GATEWAY_KEY = TestKeys.ed25519("gateway");
  public static final P256SigningKey REQUESTER_KEY = TestKeys.p256("requester");
  public static final P256SigningKey DEVICE_KEY = TestKeys.p256("device");
  public static final String DEVICE_JKT = DEVICE_KEY.publicKey().thumbprint();
  public static final SoftwareToken TOKEN = SoftwareToken.named("maria");
  public static final Bytes EPOCH = TestKeys.bytes32("epoch").slice(0, 16);

  /** The vectors' requests name the first generic template. */
  private static final DisplayRef DISPLAY = Templates.published("generic", 1).ref();

  private Fixture() {}

  /** An agent asks to rotate a production database secret. */
  public static JsonObject requestPayload() {
    return json(
        """
        {
          "v": 1,
          "iss": "%s",
          "aud": "%s",
          "request_id": "%s",
          "epoch": "%s",
          "ask_sha256": "%s",
          "session": {
            "id": "ses-20e1",
            "kind": "agent",
            "cnf": {"jkt": "%s"},
            "started_at": 1794999000,
            "attributes": {
              "address": {"source": "observed", "value": "10.2.3.4"},
              "client_version": {"source": "claimed", "value": "deploy-bot/4.2"}
            }
          },
          "requester": {
            "type": "agent",
            "id": "deploy-bot",
            "on_behalf_of": "oncall@example.com",
            "workload": "spiffe://example.com/ns/ops/sa/deploy-bot"
          },
          "authorization_details": [%s],
          "reason": "Rotating after CVE-2026-31337: credentials may be in a core dump.",
          "ticket": "SEC-221",
          "context": {"change_window": {"source": "claimed", "value": "outside"}},
          "risk": {"level": "critical", "reasons": ["production data", "outside change window"]},
          "policy": {"id": "default", "version": 3, "digest": "%s"},
          "quorum": {"k": 1, "slots": [{"groups": ["sre", "dba"]}]},
          "confirmation": {
            "phrase_required": true,
            "min_review_seconds": 5,
            "token_kinds": ["fido2"],
            "aaguids": []
          },
          "access": "once",
          "execution": "immediate",
          "nonce": "%s",
          "iat": %d,
          "exp": %d,
          "display": {"template": "%s", "version": %d, "sha256": "%s"}
        }
        """
            .formatted(
                ISSUER,
                AUDIENCE,
                REQUEST_ID,
                EPOCH,
                TestKeys.bytes32("ask"),
                REQUESTER_KEY.publicKey().thumbprint(),
                SECRET_ROTATE,
                TestKeys.bytes32("policy"),
                TestKeys.bytes32("nonce"),
                ISSUED_AT,
                EXPIRES_AT,
                DISPLAY.template(),
                DISPLAY.version(),
                DISPLAY.sha256()));
  }

  /** What the requester signs for that request. */
  public static JsonObject askPayload() {
    return json(
        """
        {
          "v": 1,
          "iss": "%s",
          "ask_id": "ask-0001",
          "session_id": "ses-20e1",
          "iat": %d,
          "authorization_details": [%s],
          "reason": "Rotating after CVE-2026-31337: credentials may be in a core dump.",
          "ticket": "SEC-221",
          "context": {"change_window": {"source": "claimed", "value": "outside"}},
          "access": "once",
          "execution": "immediate"
        }
        """
            .formatted(ISSUER, ISSUED_AT - 1, SECRET_ROTATE));
  }

  private static final String SECRET_ROTATE =
      """
      {
        "type": "secret.rotate",
        "locations": ["vault://prod/db/orders-primary"],
        "actions": ["rotate"],
        "secret": {"path": "prod/db/orders-primary", "engine": "postgresql", "version": 17},
        "grace_seconds": 900,
        "rotation": {
          "strategy": "dual-user",
          "consumers": [
            {"service": "orders-api", "region": "eu-central-1", "replicas": 12},
            {"service": "billing-export", "region": "eu-central-1", "replicas": 2}
          ],
          "notify": [],
          "dry_run": false,
          "window": null,
          "labels": {},
          "note": ""
        }
      }\
      """;

  /** The gateway's one key, valid around the request. */
  public static GatewayKeys gatewayKeys() {
    return new GatewayKeys(
        ISSUER,
        List.of(
            new GatewayKeys.Pinned(
                GATEWAY_KEY.publicKey(),
                ISSUED_AT - 1000,
                ISSUED_AT + 100_000,
                OptionalLong.empty())));
  }

  /** What an outsider trusts. */
  public static TrustFile trust() {
    return new TrustFile(
        gatewayKeys(),
        AUDIENCE,
        List.of(
            new TrustFile.Approver(
                APPROVER,
                PERSON,
                List.of(GROUP),
                List.of(new TrustFile.Token(TOKEN.credential(), OptionalLong.empty())),
                List.of(new TrustFile.Device(DEVICE_KEY.publicKey(), OptionalLong.empty()))),
            new TrustFile.Approver(
                "jonas",
                "jonas.weber@example.com",
                List.of("network"),
                List.of(),
                List.of(
                    new TrustFile.Device(
                        TestKeys.p256("device of jonas").publicKey(), OptionalLong.empty())))));
  }

  /** A valid approval of the request; tests change what they are about. */
  public static Scenario approval() {
    return new Scenario();
  }

  /** A 32-byte value that belongs to nothing. */
  public static Digest otherDigest() {
    return new Digest(TestKeys.bytes32("something else"));
  }

  /** Parses text that a test wrote. */
  public static JsonObject json(String text) {
    try {
      return StrictJson.parseObject(Bytes.utf8(text).toArray());
    } catch (RefusedException broken) {
      throw new IllegalArgumentException("the test's own JSON is malformed", broken);
    }
  }
}
