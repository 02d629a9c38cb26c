package dev.countersign.gateway.policy;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.request.PolicyRef;
import dev.countersign.proof.request.Quorum;
import dev.countersign.proof.request.Risk;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One policy document: a rule for each type of detail and one for all others. Several details of
 * one request are held to all their rules at once. The digest that requests carry is over the
 * document's bytes.
 */
public final class Policy {
  private static final RefusalCode CODE = RefusalCode.MALFORMED_JSON;

  private final PolicyRef ref;
  private final Map<String, Rule> rules;
  private final Rule unknown;

  private Policy(PolicyRef ref, Map<String, Rule> rules, Rule unknown) {
    this.ref = ref;
    this.rules = Map.copyOf(rules);
    this.unknown = unknown;
  }

  /** The document that ships with the gateway. */
  public static Policy builtIn() {
    try (InputStream in = Policy.class.getResourceAsStream("builtin-1.json")) {
      if (in == null) {
        throw new IllegalStateException("builtin-1.json is not in the jar");
      }
      return read(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (RefusedException malformed) {
      throw new IllegalStateException("the built-in policy is malformed", malformed);
    }
  }

  /**
   * Reads a document.
   *
   * @throws RefusedException {@code malformed_json} for anything that is not complete, or for a
   *     rule of high or critical risk without the phrase
   */
  public static Policy read(byte[] document) throws RefusedException {
    ObjectReader reader = new ObjectReader(StrictJson.parseObject(document), "policy", CODE);
    PolicyRef ref =
        new PolicyRef(reader.identifier("id"), reader.unsigned("version"), Digest.sha256(document));
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (ObjectReader each : reader.readers("types")) {
      String type = each.identifier("type");
      if (rules.putIfAbsent(type, Rule.read(each)) != null) {
        throw each.refused("type", "has two rules");
      }
    }
    Rule unknown = Rule.read(reader.reader("unknown"));
    reader.end();
    return new Policy(ref, rules, unknown);
  }

  public PolicyRef ref() {
    return ref;
  }

  /** Evaluates a transaction now. */
  public PolicyOutcome evaluate(AuthorizationDetails details) {
    Rule rule =
        details.types().stream()
            .map(type -> rules.getOrDefault(type, unknown))
            .reduce(Rule::and)
            .orElse(unknown);
    if (rule.groups().isEmpty() || rule.tokenKinds().isEmpty()) {
      return new PolicyOutcome.Denied(
          "no single person may approve all details together; ask for them one by one");
    }
    return new PolicyOutcome.Conditions(
        ref,
        new Risk(rule.risk(), rule.reasons()),
        new Quorum(1, List.of(rule.groups())),
        new Confirmation(
            rule.phraseRequired(), rule.minReviewSeconds(), rule.tokenKinds(), List.of()),
        rule.lifeSeconds());
  }

  /** Evaluates an issued request again; what now speaks against approving it, in one sentence. */
  public Optional<String> objection(VerifiedRequest verified) {
    ApprovalRequest request = verified.request();
    if (!request.policy().equals(ref)) {
      return Optional.of("the policy has changed since the request was made");
    }
    return switch (evaluate(request.details())) {
      case PolicyOutcome.Denied(String sentence) -> Optional.of(sentence);
      case PolicyOutcome.Conditions now ->
          now.risk().equals(request.risk())
                  && now.quorum().equals(request.quorum())
                  && now.confirmation().equals(request.confirmation())
              ? Optional.empty()
              : Optional.of("policy now asks for other conditions than the request carries");
    };
  }
}
