package dev.countersign.proof.fuzz;

import static dev.countersign.proof.RefusalCode.CHALLENGE_MISMATCH;
import static dev.countersign.proof.RefusalCode.GATEWAY_KEY_NOT_VALID;
import static dev.countersign.proof.RefusalCode.MALFORMED_ENVELOPE;
import static dev.countersign.proof.RefusalCode.MALFORMED_JSON;
import static dev.countersign.proof.RefusalCode.MALFORMED_LOG_EVIDENCE;
import static dev.countersign.proof.RefusalCode.MALFORMED_REQUEST;
import static dev.countersign.proof.RefusalCode.MALFORMED_STATEMENT;
import static dev.countersign.proof.RefusalCode.REQUEST_MISMATCH;
import static dev.countersign.proof.RefusalCode.TOO_LARGE;
import static dev.countersign.proof.RefusalCode.UNKNOWN_TEMPLATE;
import static dev.countersign.proof.RefusalCode.UNSUPPORTED_FEATURE;
import static dev.countersign.proof.RefusalCode.UNSUPPORTED_VERSION;
import static dev.countersign.proof.RefusalCode.WRONG_ISSUER;
import static dev.countersign.proof.fuzz.FuzzTarget.require;
import static dev.countersign.proof.fuzz.FuzzTarget.same;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.IntentLeaf;
import dev.countersign.proof.decision.LogEvidence;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.SessionChallenge;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.Fixture;
import java.util.List;

/** Payloads behind a signature: the signer may be hostile, or its key stolen. */
final class PayloadTargets {
  private PayloadTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
            "approval-request",
            PayloadTargets::request,
            MALFORMED_REQUEST,
            UNSUPPORTED_VERSION,
            UNSUPPORTED_FEATURE,
            WRONG_ISSUER,
            GATEWAY_KEY_NOT_VALID,
            UNKNOWN_TEMPLATE,
            TOO_LARGE),
        FuzzTarget.of(
            "ask",
            PayloadTargets::ask,
            MALFORMED_REQUEST,
            MALFORMED_JSON,
            UNSUPPORTED_VERSION,
            UNSUPPORTED_FEATURE,
            TOO_LARGE),
        FuzzTarget.of(
            "attributes", PayloadTargets::attributes, MALFORMED_REQUEST, MALFORMED_JSON, TOO_LARGE),
        FuzzTarget.of(
            "session-challenge",
            PayloadTargets::challenge,
            MALFORMED_ENVELOPE,
            MALFORMED_JSON,
            CHALLENGE_MISMATCH,
            GATEWAY_KEY_NOT_VALID,
            UNSUPPORTED_VERSION,
            TOO_LARGE),
        FuzzTarget.of(
            "receipt",
            PayloadTargets::receipt,
            MALFORMED_ENVELOPE,
            MALFORMED_JSON,
            GATEWAY_KEY_NOT_VALID,
            WRONG_ISSUER,
            REQUEST_MISMATCH,
            UNSUPPORTED_VERSION,
            TOO_LARGE),
        FuzzTarget.of(
            "log-evidence",
            PayloadTargets::logEvidence,
            MALFORMED_LOG_EVIDENCE,
            UNSUPPORTED_VERSION,
            TOO_LARGE),
        FuzzTarget.of("intent-leaf", PayloadTargets::intent, MALFORMED_LOG_EVIDENCE),
        FuzzTarget.of(
            "token-change",
            PayloadTargets::tokenChange,
            MALFORMED_STATEMENT,
            UNSUPPORTED_VERSION,
            TOO_LARGE));
  }

  /**
   * A request that is taken is shown whole: as many lines as leaves, and written as it was read.
   */
  private static void request(byte[] input) throws RefusedException {
    VerifiedRequest verified =
        VerifiedRequest.verify(signed(PayloadType.APPROVAL_REQUEST, input), Fixture.gatewayKeys());
    same(verified.payload(), verified.request().json(), "the request");
    Presentation presentation = Presentation.of(verified);
    long lines = presentation.canonicalText().chars().filter(c -> c == '\n').count();
    require(lines == presentation.leaves().size(), "a value forged a line");
    int placed = presentation.sections().stream().mapToInt(each -> each.leaves().size()).sum();
    require(placed == presentation.leaves().size(), "a template hid or repeated a leaf");
  }

  private static void ask(byte[] input) throws RefusedException {
    Ask ask = Ask.read(StrictJson.parseObject(input));
    same(StrictJson.parseObject(input), ask.json(), "the ask");
  }

  private static void attributes(byte[] input) throws RefusedException {
    ObjectReader reader =
        new ObjectReader(
            StrictJson.parseObject(input), "attributes", RefusalCode.MALFORMED_REQUEST);
    same(reader.whole(), Attributes.read(reader).json(), "the attributes");
  }

  private static void challenge(byte[] input) throws RefusedException {
    byte[] wire = signed(PayloadType.SESSION_CHALLENGE, input);
    SessionChallenge.Verified read = SessionChallenge.verify(wire, Fixture.gatewayKeys());
    same(StrictJson.parseObject(input), read.challenge().json(), "the challenge");
    same(wire, read.envelope().wire(), "the envelope");
  }

  private static void receipt(byte[] input) throws RefusedException {
    Digest digest = Fixture.otherDigest();
    Receipt read =
        Receipt.verify(signed(PayloadType.RECEIPT, input), Fixture.gatewayKeys(), digest, digest);
    same(StrictJson.parseObject(input), read.json(), "the receipt");
  }

  private static void logEvidence(byte[] input) throws RefusedException {
    Envelope envelope = Envelope.sign(PayloadType.LOG_EVIDENCE, input, Fixture.DEVICE_KEY);
    LogEvidence read = LogEvidence.read(envelope);
    same(StrictJson.parseObject(input), read.json(), "the evidence");
  }

  private static void intent(byte[] input) throws RefusedException {
    IntentLeaf read = IntentLeaf.parse(input);
    same(read, IntentLeaf.parse(read.bytes()), "the intent");
  }

  private static void tokenChange(byte[] input) throws RefusedException {
    TokenChangeStatement read = TokenChangeStatement.parse(input);
    same(StrictJson.parseObject(input), StrictJson.parseObject(read.bytes()), "the change");
  }

  private static byte[] signed(PayloadType type, byte[] payload) {
    return Envelope.sign(type, payload, Fixture.GATEWAY_KEY).wire();
  }
}
