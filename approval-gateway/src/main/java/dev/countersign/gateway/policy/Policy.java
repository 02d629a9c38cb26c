package dev.countersign.gateway.policy;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.request.PolicyRef;
import dev.countersign.proof.request.Quorum;
import dev.countersign.proof.request.Risk;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.Credential;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
   * @throws RefusedException {@code malformed_json} for anything that is not complete, for a rule
   *     of high or critical risk without the phrase, or one of critical risk that a card may fulfil
   *     that proves possession only
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

  /**
   * The same rules, and the named types may also be approved by a card that proves possession only.
   * A named type without a rule gets one of its own: that of all others. It is another document
   * with a digest of its own, so that a request shows by which it was judged.
   *
   * @throws IllegalArgumentException for a type that is no identifier, or of critical risk
   */
  public Policy allowingPossession(Set<String> types) {
    if (types.isEmpty()) {
      return this;
    }
    Map<String, Rule> changed = new TreeMap<>(rules);
    for (String type : types) {
      changed.put(type, rules.getOrDefault(type, unknown).allowing(Credential.Card.POSSESSION));
    }
    JsonObject.Builder document =
        JsonObject.builder().put("id", ref.id()).put("version", ref.version());
    List<JsonValue> each = new ArrayList<>();
    changed.forEach((type, rule) -> each.add(rule.json(Optional.of(type))));
    document.put("types", new JsonArray(each)).put("unknown", unknown.json(Optional.empty()));
    try {
      return read(JsonWriter.compact(document.build()));
    } catch (RefusedException tooWeak) {
      throw new IllegalArgumentException(tooWeak.getMessage(), tooWeak);
    }
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
