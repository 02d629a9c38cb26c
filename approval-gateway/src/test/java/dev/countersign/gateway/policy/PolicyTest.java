package dev.countersign.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.policy.PolicyOutcome.Conditions;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Risk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
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

  @Test
  @DisplayName("S2.11 possession is enough for no type, unless the configuration names it")
  void possessionOff() {
    for (String type : List.of("deploy.release", "shell.exec", "secret.rotate", "never.heard_of")) {
      assertThat(kinds(policy, type)).containsExactly("fido2", "x509");
    }
    assertThat(policy.allowingPossession(Set.of())).isSameAs(policy);
  }

  @Test
  @DisplayName("S2.11 possession is enough for the named types alone, and the digest shows it")
  void possessionNamed() {
    Policy other = policy.allowingPossession(Set.of("deploy.release", "acme.reboot"));
    assertThat(kinds(other, "deploy.release")).containsExactly("fido2", "x509", "x509_possession");
    assertThat(kinds(other, "acme.reboot")).containsExactly("fido2", "x509", "x509_possession");
    assertThat(kinds(other, "shell.exec")).containsExactly("fido2", "x509");
    assertThat(kinds(other, "never.heard_of")).containsExactly("fido2", "x509");
    assertThat(kinds(other, "deploy.release", "shell.exec")).containsExactly("fido2", "x509");
    Conditions own = (Conditions) other.evaluate(details("acme.reboot"));
    Conditions unknown = (Conditions) other.evaluate(details("never.heard_of"));
    assertThat(own.risk()).isEqualTo(unknown.risk());
    assertThat(own.confirmation().phraseRequired()).isTrue();
    assertThat(other.ref()).isNotEqualTo(policy.ref());
    assertThat(policy.allowingPossession(Set.of("acme.reboot", "deploy.release")).ref())
        .isEqualTo(other.ref());
  }

  @Test
  @DisplayName("S0.10 possession is never enough for critical risk")
  void possessionForCriticalRisk() {
    assertThatThrownBy(() -> policy.allowingPossession(Set.of("secret.rotate")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("critical");
    assertThatThrownBy(() -> policy.allowingPossession(Set.of("no identifier")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a rule with a kind of token that there is not is refused")
  void unknownKind() {
    byte[] misspelt =
        new String(document(rule("a", "ga", true)), StandardCharsets.UTF_8)
            .replace("fido2", "fido")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Policy.read(misspelt))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("kind");
  }

  private static List<String> kinds(Policy policy, String... types) {
    return ((Conditions) policy.evaluate(details(types))).confirmation().tokenKinds();
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
