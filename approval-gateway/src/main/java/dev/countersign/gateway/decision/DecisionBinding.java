package dev.countersign.gateway.decision;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.verify.Authorized;
import dev.countersign.proof.verify.Credential;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What binds a submitted decision to its context, for the record of attempts. */
final class DecisionBinding {
  private DecisionBinding() {}

  /** Everything known: the call, the bytes submitted, and what the statement names. */
  static Map<String, String> of(
      DeviceCaller caller,
      String requestId,
      Bytes proof,
      Optional<DecisionStatement> statement,
      Optional<Digest> challenge) {
    Map<String, String> binding = new LinkedHashMap<>();
    binding.put("caller_jkt", caller.jkt());
    binding.put("caller_approver", caller.approver());
    binding.put("approver_session", caller.approverSession());
    binding.put("called_for", requestId);
    binding.put("proof_sha256", Digest.sha256(proof.toArray()).toString());
    challenge.ifPresent(c -> binding.put("challenge", c.toString()));
    statement.ifPresent(d -> add(binding, d));
    return binding;
  }

  static void addToken(Map<String, String> binding, Authorized authorized) {
    switch (authorized.credential()) {
      case Credential.Fido2 fido2 -> binding.put("credential_id", fido2.credentialId().base64Url());
      case Credential.Card card ->
          binding.put("card_key_sha256", card.key().thumbprint().toString());
    }
    binding.put("counter", Long.toString(authorized.counter()));
  }

  private static void add(Map<String, String> binding, DecisionStatement statement) {
    binding.put("request_id", statement.requestId());
    binding.put("request_sha256", statement.requestSha256().toString());
    binding.put("iss", statement.issuer());
    binding.put("aud", statement.audience());
    binding.put("epoch", statement.epoch().base64Url());
    binding.put("nonce", statement.nonce().base64Url());
    binding.put("session_id", statement.sessionId());
    binding.put("session_cnf", statement.sessionCnf());
    binding.put("decision", statement.decision().wire());
    binding.put("approver", statement.approver());
    binding.put("device_jkt", statement.deviceJkt());
    binding.put("challenge_sha256", statement.challengeSha256().toString());
    binding.put("display_digest", statement.displayDigest().toString());
    binding.put("log_size", Long.toString(statement.log().size()));
    binding.put("log_root", statement.log().root().base64Url());
    binding.put("app", statement.app().name() + " " + statement.app().version());
  }
}
