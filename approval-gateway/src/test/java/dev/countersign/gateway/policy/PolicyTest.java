package dev.countersign.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.policy.PolicyOutcome.Conditions;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Risk;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private final Policy policy = Policy.builtIn();

  @ParameterizedTest
  @CsvSource({
    "secret.rotate, CRITICAL, true",
    "deploy.release, MEDIUM, false",
    "ot.remote_support, HIGH, true",
    "shell.exec, HIGH, true",
    "never.heard_of, HIGH, true"
  })
  @DisplayName("S2.13 the document names each type's risk; an unknown type is of high risk")
  void risks(String type, Risk.Level level, boolean phrase) {
    Conditions conditions = (Conditions) policy.evaluate(details(type));
    assertThat(conditions.risk().level()).isEqualTo(level);
    assertThat(conditions.confirmation().phraseRequired()).isEqualTo(phrase);
    assertThat(conditions.quorum().k()).isEqualTo(1);
    assertThat(conditions.policy()).isEqualTo(policy.ref());
  }

  @Test
  @DisplayName("several details are held to the stricter of each condition")
  void stricter() {
    Conditions both = (Conditions) policy.evaluate(details("deploy.release", "secret.rotate"));
    assertThat(both.risk().level()).isEqualTo(Risk.Level.CRITICAL);
    assertThat(both.risk().reasons()).hasSize(2);
    assertThat(both.confirmation().minReviewSeconds()).isEqualTo(5);
    assertThat(both.quorum().slots().getFirst()).containsExactly("security");
  }

  @Test
  @DisplayName("details without a group in common are denied")
  void noCommonGroup() throws Exception {
    Policy split = Policy.read(document(rule("a", "ga", true), rule("b", "gb", true)));
    assertThat(split.evaluate(details("a", "b"))).isInstanceOf(PolicyOutcome.Denied.class);
    assertThat(split.evaluate(details("a"))).isInstanceOf(Conditions.class);
  }

  @Test
  @DisplayName("a rule of high risk without the phrase, or two rules for a type, are refused")
  void weak() {
    assertThatThrownBy(() -> Policy.read(document(rule("a", "ga", false))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("phrase_required");
    assertThatThrownBy(() -> Policy.read(document(rule("a", "ga", true), rule("a", "gb", true))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("two rules");
  }

  private static String rule(String type, String group, boolean phrase) {
    return "{\"type\":\"" + type + "\"," + conditions(group, phrase) + "}";
  }

  private static String conditions(String group, boolean phrase) {
    return "\"risk\":\"high\",\"reasons\":[\"r\"],\"groups\":[\""
        + group
        + "\"],\"phrase_required\":"
        + phrase
        + ",\"min_review_seconds\":1,\"life_seconds\":60,\"token_kinds\":[\"fido2\"]";
  }

  private static byte[] document(String... rules) {
    String text =
        "{\"id\":\"t\",\"version\":1,\"types\":["
            + String.join(",", rules)
            + "],\"unknown\":{"
            + conditions("g", true)
            + "}}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static AuthorizationDetails details(String... types) {
    return new AuthorizationDetails(
        Stream.of(types).map(type -> JsonObject.builder().put("type", type).build()).toList());
  }
}
