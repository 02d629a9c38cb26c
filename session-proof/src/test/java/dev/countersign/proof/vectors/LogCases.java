package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.AuthorizeCase.refused;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.testing.Changes;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLog;
import dev.countersign.proof.testing.TestKeys;
import java.util.Arrays;
import java.util.List;

/** Step 13: the device's audit log. */
final class LogCases extends AuthorizeTopic {
  LogCases() {
    form();
    intent();
    inclusion();
    witness();
  }

  private void form() {
    add(refused(MALFORMED_LOG_EVIDENCE, "log-unknown-member", "", "an unknown member"))
        .with(s -> s.logEvidence(e -> Edit.set(e, "x", 1)));
    add(refused(MALFORMED_LOG_EVIDENCE, "log-short-salt", "", "an intent with a short salt"))
        .with(s -> s.intent(i -> Edit.set(i, "salt", "AAAA")));
    add(refused(MALFORMED_LOG_EVIDENCE, "log-outcome", "", "an outcome in an intent's place"))
        .with(s -> s.intent(i -> Edit.set(i, "type", "outcome")));
    add(refused(MALFORMED_LOG_EVIDENCE, "log-path-form", "", "a path that holds no hash"))
        .with(
            s -> s.logEvidence(e -> Edit.set(e, "inclusion", JsonArray.ofStrings(List.of("AA")))));
    add(refused(MALFORMED_LOG_EVIDENCE, "log-wrapper", "", "an envelope with a final newline"))
        .logEvidenceBytes(bytes -> Bytes.of(Arrays.copyOf(bytes.toArray(), bytes.size() + 1)));
    add(refused(MALFORMED_LOG_EVIDENCE, "log-absent", "S1.1", "no log evidence at all"))
        .logEvidenceBytes(bytes -> Bytes.of(new byte[0]));
    add(refused(UNSUPPORTED_VERSION, "log-version", "", "log evidence of version 2"))
        .with(s -> s.logEvidence(e -> Edit.set(e, "v", 2)));
    add(refused(BAD_LOG_EVIDENCE_SIGNATURE, "log-signer", "", "signed by another key"))
        .with(s -> s.logEvidenceSigner(TestKeys.p256("stranger")));
  }

  private void intent() {
    intent("request_sha256", Fixture.otherDigest().toString());
    intent("display_digest", Fixture.otherDigest().toString());
    intent("challenge_sha256", Fixture.otherDigest().toString());
    intent("decision", "deny");
    intent("approver", "jonas");
    intent("device_jkt", "x");
    add(refused(LOG_INTENT_MISMATCH, "log-other-proof", "", "evidence of another proof"))
        .with(s -> s.logEvidence(e -> Edit.set(e, "challenge", Fixture.otherDigest().toString())));
    add(refused(MALFORMED_STATEMENT, "log-origin", "", "another log's name"))
        .with(s -> s.statement(j -> Edit.set(j, "log.origin", "elsewhere")));
  }

  private void inclusion() {
    add(refused(LOG_NOT_INCLUDED, "log-path-empty", "", "a path with nothing in it"))
        .with(s -> s.logEvidence(e -> Edit.set(e, "inclusion", new JsonArray(List.of()))));
    add(refused(LOG_NOT_INCLUDED, "log-index", "", "another place in the log"))
        .with(s -> s.statement(j -> Edit.set(j, "log.intent_index", 4)));
    add(refused(LOG_NOT_INCLUDED, "log-root", "", "another root"))
        .with(s -> s.statement(j -> Edit.set(j, "log.root", Fixture.otherDigest().toString())));
  }

  private void witness() {
    add(refused(LOG_WITNESS_OUTDATED, "log-outdated", "", "more was witnessed since"))
        .state(Changes::witnessedMore);
    add(refused(LOG_WITNESS_OUTDATED, "log-unwitnessed", "", "nothing was witnessed so far"))
        .state(s -> s.heads.clear());
    add(refused(LOG_WITNESS_OUTDATED, "log-claims-first", "", "a claim that nothing was witnessed"))
        .with(s -> s.log(MemoryLog.of("earlier", 5), 0))
        .state(Changes::witnessedMore);
    add(refused(LOG_FORK, "log-fork", "S1.1", "another history than the witnessed one"))
        .with(s -> s.log(MemoryLog.of("rewritten", 5), 3));
    add(refused(LOG_FORK, "log-rolled-back", "", "a log that was rolled back and went on anew"))
        .with(s -> s.log(MemoryLog.of("earlier", 2), 3));
    add(refused(LOG_FORK, "log-consistency", "", "a path that does not lead to the head"))
        .with(s -> s.logEvidence(e -> Edit.set(e, "consistency", new JsonArray(List.of()))));
  }

  private void intent(String member, String value) {
    String name = "log-intent-" + member.replace('_', '-');
    add(refused(LOG_INTENT_MISMATCH, name, "", "an intent with another " + member))
        .with(s -> s.intent(i -> Edit.set(i, member, value)));
  }
}
