package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.refused;

import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.testing.Edit;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Step 1: the form of the proof and of the statement in it. */
final class ProofFormCases extends ExamineTopic {
  ProofFormCases() {
    proofWrapper();
    statementForm();
  }

  private void proofWrapper() {
    proof("proof-space", "a space after a colon", t -> t.replaceFirst(":", ": "));
    proof("proof-newline", "a final newline", t -> t + "\n");
    proof(
        "proof-order",
        "d before v",
        t -> t.replaceFirst("\"v\":1,(\"d\":\"[^\"]*\")", "$1,\"v\":1"));
    proof("proof-escape", "a needless escape", t -> t.replaceFirst("\"d\"", "\"\\\\u0064\""));
    proof(
        "proof-padding",
        "padded base64url",
        t -> t.replaceFirst("(\"device_sig\":\"[^\"]*)\"", "$1==\""));
    proof("proof-unknown", "an unknown member", t -> t.replaceFirst("\\{", "{\"x\":1,"));
    proof("proof-duplicate", "a member given twice", t -> t.replaceFirst("\\{", "{\"v\":1,"));
    proof("proof-bom", "a byte order mark", t -> "\uFEFF" + t);
    proof("proof-empty", "no bytes", t -> "");
    proof("proof-float", "version 1.0", t -> t.replaceFirst("\"v\":1", "\"v\":1.0"));
    proof("proof-no-evidence", "no evidence", t -> t.replaceFirst("\"webauthn\"", "\"other\""));
    proof("proof-trailing-bits", "left-over bits in base64url", ProofFormCases::strayBits);
    proof(
        "proof-standard-base64", "the other alphabet", t -> t.replace('_', '/').replace('-', '+'));
    add(refused(TOO_LARGE, "proof-too-large", "", "a proof of more than 64 KiB"))
        .proofText(t -> t + " ".repeat(64 * 1024));
    add(refused(UNSUPPORTED_VERSION, "proof-version", "", "a proof of version 2"))
        .proofText(t -> t.replaceFirst("\"v\":1", "\"v\":2"));
  }

  private void statementForm() {
    statement("statement-unknown", "an unknown member", s -> Edit.set(s, "remember", "forever"));
    statement("statement-log-unknown", "an unknown member in log", s -> Edit.set(s, "log.x", 1));
    statement("statement-missing", "no nonce", s -> Edit.remove(s, "nonce"));
    statement(
        "statement-decision", "a decision that is none", s -> Edit.set(s, "decision", "maybe"));
    statement(
        "statement-index", "an intent outside the log", s -> Edit.set(s, "log.intent_index", 6));
    statement("statement-negative", "a negative review time", s -> Edit.set(s, "reviewed_ms", -1));
    statement(
        "statement-reason",
        "a reason that is too long",
        s -> Edit.set(s, "decision_reason", "x".repeat(2001)));
    statement(
        "statement-reason-astral",
        "a reason that is too long, in characters above U+FFFF",
        s -> Edit.set(s, "decision_reason", Character.toString(0x1F642).repeat(2001)));
    statement("statement-origin", "another device's log", s -> Edit.set(s, "log.origin", "other"));
    add(refused(MALFORMED_STATEMENT, "statement-duplicate", "", "a decision given twice"))
        .with(s ->
            s.statementBytes(d -> bytes(text(d).replaceFirst("\\{", "{\"decision\":\"deny\","))));
    add(refused(MALFORMED_STATEMENT, "statement-minus-zero", "", "minus zero"))
        .with(s ->
            s.statementBytes(
                d -> bytes(text(d).replaceFirst("\"reviewed_ms\":\\d+", "\"reviewed_ms\":-0"))));
    add(refused(UNSUPPORTED_VERSION, "statement-version", "", "a statement of version 2"))
        .with(s -> s.statement(j -> Edit.set(j, "v", 2)));
    add(refused(TOO_LARGE, "statement-too-large", "", "a statement of more than 16 KiB"))
        .with(s -> s.statement(j -> Edit.set(j, "decision_reason", "x".repeat(16 * 1024))));
  }

  private void proof(String name, String about, UnaryOperator<String> edit) {
    add(refused(MALFORMED_PROOF, name, "", "proof: " + about)).proofText(edit);
  }

  private void statement(String name, String about, UnaryOperator<JsonObject> edit) {
    add(refused(MALFORMED_STATEMENT, name, "", "statement: " + about)).with(s -> s.statement(edit));
  }

  /** 64 bytes end in a base64url character of which four bits say nothing. */
  private static String strayBits(String proof) {
    int end = proof.indexOf('"', proof.indexOf("\"device_sig\":\"") + 14);
    char last = proof.charAt(end - 1);
    return proof.substring(0, end - 1) + (char) (last + 1) + proof.substring(end);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
