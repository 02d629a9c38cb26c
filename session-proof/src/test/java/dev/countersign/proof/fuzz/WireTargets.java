package dev.countersign.proof.fuzz;

import static dev.countersign.proof.RefusalCode.MALFORMED_BASE64URL;
import static dev.countersign.proof.RefusalCode.MALFORMED_CERTIFICATE;
import static dev.countersign.proof.RefusalCode.MALFORMED_ENVELOPE;
import static dev.countersign.proof.RefusalCode.MALFORMED_JSON;
import static dev.countersign.proof.RefusalCode.MALFORMED_JWS;
import static dev.countersign.proof.RefusalCode.MALFORMED_PROOF;
import static dev.countersign.proof.RefusalCode.MALFORMED_STATEMENT;
import static dev.countersign.proof.RefusalCode.TOO_LARGE;
import static dev.countersign.proof.RefusalCode.UNSUPPORTED_FEATURE;
import static dev.countersign.proof.RefusalCode.UNSUPPORTED_VERSION;
import static dev.countersign.proof.fuzz.FuzzTarget.same;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.StepUp;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.verify.TrustFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is parsed before any signature was checked. */
final class WireTargets {
  private WireTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("strict-json", WireTargets::strictJson, MALFORMED_JSON, TOO_LARGE),
        FuzzTarget.of("base64url", WireTargets::base64Url, MALFORMED_BASE64URL),
        FuzzTarget.of("envelope", WireTargets::envelope, MALFORMED_ENVELOPE, TOO_LARGE),
        FuzzTarget.of(
            "proof",
            WireTargets::proof,
            MALFORMED_PROOF,
            TOO_LARGE,
            UNSUPPORTED_VERSION,
            MALFORMED_JWS,
            MALFORMED_CERTIFICATE),
        FuzzTarget.of(
            "step-up",
            WireTargets::stepUp,
            MALFORMED_PROOF,
            TOO_LARGE,
            UNSUPPORTED_VERSION,
            MALFORMED_JWS,
            MALFORMED_CERTIFICATE),
        FuzzTarget.of(
            "statement",
            WireTargets::statement,
            MALFORMED_STATEMENT,
            TOO_LARGE,
            UNSUPPORTED_VERSION,
            UNSUPPORTED_FEATURE),
        FuzzTarget.of(
            "trust-file",
            WireTargets::trustFile,
            MALFORMED_BASE64URL,
            MALFORMED_JSON,
            TOO_LARGE,
            UNSUPPORTED_VERSION,
            UNSUPPORTED_FEATURE,
            MALFORMED_CERTIFICATE));
  }

  private static void strictJson(byte[] input) throws RefusedException {
    JsonValue read = StrictJson.parse(input);
    byte[] written = JsonWriter.compact(read);
    JsonValue again = StrictJson.parse(written);
    same(read, again, "the tree");
    same(written, JsonWriter.compact(again), "the compact form");
  }

  private static void base64Url(byte[] input) throws RefusedException {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    same(text, Bytes.fromBase64Url(text).base64Url(), "the text");
  }

  private static void envelope(byte[] input) throws RefusedException {
    same(input, Envelope.parse(input, PayloadType.APPROVAL_REQUEST).wire(), "the envelope");
  }

  private static void proof(byte[] input) throws RefusedException {
    same(input, ApprovalProof.parse(input).wire(), "the proof");
  }

  private static void stepUp(byte[] input) throws RefusedException {
    same(input, StepUp.parse(input).wire(), "the step-up");
  }

  private static void statement(byte[] input) throws RefusedException {
    DecisionStatement read = DecisionStatement.parse(input);
    same(read, DecisionStatement.parse(read.bytes()), "the statement");
  }

  private static void trustFile(byte[] input) throws RefusedException {
    TrustFile read = TrustFile.parse(input);
    same(read, TrustFile.parse(read.bytes()), "the trust file");
  }
}
