package dev.countersign.gateway.policy;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.Risk;
import dev.countersign.proof.verify.Credential;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one type of detail asks for.
 *
 * @param groups one person from any of these decides
 * @param lifeSeconds how long a request of this type lives
 */
record Rule(
    Risk.Level risk,
    List<String> reasons,
    List<String> groups,
    boolean phraseRequired,
    long minReviewSeconds,
    long lifeSeconds,
    List<String> tokenKinds) {

  private static final Set<String> KINDS =
      Set.of(Credential.Fido2.KIND, Credential.Card.KIND, Credential.Card.POSSESSION);

  /** Reads the members of a rule, all but its type, and refuses one that would be too weak. */
  static Rule read(ObjectReader reader) throws RefusedException {
    Rule rule =
        new Rule(
            level(reader),
            reader.strings("reasons"),
            reader.identifiers("groups"),
            reader.bool("phrase_required"),
            reader.unsigned("min_review_seconds"),
            reader.unsigned("life_seconds"),
            reader.identifiers("token_kinds"));
    reader.end();
    if (rule.risk.compareTo(Risk.Level.HIGH) >= 0 && !rule.phraseRequired) {
      throw reader.refused("phrase_required", "must be true for high and critical risk");
    }
    if (rule.risk == Risk.Level.CRITICAL && rule.tokenKinds.contains(Credential.Card.POSSESSION)) {
      throw reader.refused(
          "token_kinds", "must not have x509_possession for critical risk: it verifies nobody");
    }
    if (!KINDS.containsAll(rule.tokenKinds)) {
      throw reader.refused("token_kinds", "has a kind that there is not");
    }
    if (rule.lifeSeconds < 1 || rule.lifeSeconds > ApprovalRequest.MAX_LIFE_SECONDS) {
      throw reader.refused("life_seconds", "is not 1 to 3600");
    }
    if (rule.groups.isEmpty() || rule.tokenKinds.isEmpty() || rule.reasons.isEmpty()) {
      throw reader.refused("groups", "token_kinds and reasons must not be empty");
    }
    return rule;
  }

  private static Risk.Level level(ObjectReader reader) throws RefusedException {
    String text = reader.string("risk");
    return Arrays.stream(Risk.Level.values())
        .filter(level -> level.wire().equals(text))
        .findFirst()
        .orElseThrow(() -> reader.refused("risk", "is not low, medium, high or critical"));
  }

  /** The same rule, which this kind of token fulfils too. */
  Rule allowing(String kind) {
    return new Rule(
        risk,
        reasons,
        groups,
        phraseRequired,
        minReviewSeconds,
        lifeSeconds,
        union(tokenKinds, List.of(kind)));
  }

  /** As {@link #read} reads it, with the type before. */
  JsonObject json(Optional<String> type) {
    JsonObject.Builder rule = JsonObject.builder();
    type.ifPresent(name -> rule.put("type", name));
    return rule.put("risk", risk.wire())
        .put("reasons", JsonArray.ofStrings(reasons))
        .put("groups", JsonArray.ofStrings(groups))
        .put("phrase_required", phraseRequired)
        .put("min_review_seconds", minReviewSeconds)
        .put("life_seconds", lifeSeconds)
        .put("token_kinds", JsonArray.ofStrings(tokenKinds))
        .build();
  }

  /** Both rules at once: of every condition the stricter one. */
  Rule and(Rule other) {
    return new Rule(
        risk.compareTo(other.risk) >= 0 ? risk : other.risk,
        union(reasons, other.reasons),
        intersection(groups, other.groups),
        phraseRequired || other.phraseRequired,
        Math.max(minReviewSeconds, other.minReviewSeconds),
        Math.min(lifeSeconds, other.lifeSeconds),
        intersection(tokenKinds, other.tokenKinds));
  }

  private static List<String> union(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }

  private static List<String> intersection(List<String> first, List<String> second) {
    return first.stream().filter(second::contains).toList();
  }
}
