package dev.countersign.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Refusal;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.transaction.TransactionType;
import dev.countersign.proof.transaction.TransactionTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionCheckTest {
  private static final TransactionCheck CHECK = new TransactionCheck();
  private static final String COMMITMENT =
      "{\"committed_secret\":\"hmac-sha256\",\"of\":\"text\",\"length\":\"33-64\",\"mac\":\""
          + "A".repeat(43)
          + "\"}";

  static Stream<String> types() {
    return TransactionTypes.all().stream().map(TransactionType::name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  @DisplayName("the example of each published type fits its schema")
  void examples(String type) throws Exception {
    assertThat(CHECK.refusal(details(example(type)))).isEmpty();
  }

  @Test
  @DisplayName("docs/transactions.md shows each published type with the example of its schema")
  void documented() throws Exception {
    Map<String, JsonObject> shown = documentedExamples();
    assertThat(shown.keySet()).containsExactlyElementsOf(types().toList());
    for (TransactionType type : TransactionTypes.all()) {
      assertThat(shown).containsEntry(type.name(), type.example());
      assertThat(CHECK.refusal(details(shown.get(type.name())))).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  @DisplayName("D2 a member that the type does not have is refused, with its place")
  void unknownMember(String type) throws Exception {
    refused(Edit.set(example(type), "a/b", "x"), "/authorization_details/0/a~1b");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  @DisplayName("a type without its places or actions is refused: chained requests compare them")
  void missing(String type) throws Exception {
    refused(Edit.remove(example(type), "locations"), "/authorization_details/0/locations");
    refused(Edit.remove(example(type), "actions"), "/authorization_details/0/actions");
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of("payment.transfer", "amount.value", "18250.00000"),
        Arguments.of("payment.transfer", "amount.value", "18,250"),
        Arguments.of("payment.transfer", "amount.value", "-1"),
        Arguments.of("payment.transfer", "amount.value", "01"),
        Arguments.of("payment.transfer", "amount.value", "1e3"),
        Arguments.of("payment.transfer", "amount.value", "1.00\n"),
        Arguments.of("payment.transfer", "amount.value", "\n1.00"),
        Arguments.of("payment.transfer", "amount.value", "١"),
        Arguments.of("payment.transfer", "amount.currency", "EURO"),
        Arguments.of("payment.transfer", "amount.currency", "EUR\n"),
        Arguments.of("payment.transfer", "execution_date", "2026-13-01"),
        Arguments.of("secret.rotate", "grace_seconds", "900"),
        Arguments.of("secret.rotate", "new_value", "hunter2"),
        Arguments.of("shell.exec", "executable_sha256", "sha256:AB"),
        Arguments.of("shell.exec", "executable_sha256", "sha256:" + "a".repeat(64) + "\n"),
        Arguments.of("shell.exec", "user", "root (just checking)"),
        Arguments.of("shell.exec", "working_directory", "tmp"),
        Arguments.of("shell.exec", "secret_environment.DB_PASSWORD", "hunter2"),
        Arguments.of("deploy.release", "strategy.kind", "yolo"),
        Arguments.of("k8s.exec", "workload.kind", "node"),
        Arguments.of("config.change", "changes.0.operation", "replace"));
  }

  @ParameterizedTest(name = "{0}: {1} = {2}")
  @MethodSource("misfits")
  @DisplayName("D2 a value that the type does not allow is refused, with its place")
  void misfit(String type, String member, String value) throws Exception {
    refused(
        Edit.set(example(type), member, value),
        "/authorization_details/0/" + member.replace('.', '/'));
  }

  @Test
  @DisplayName("an amount is text, never a number")
  void amountIsText() throws Exception {
    refused(
        Edit.set(example("payment.transfer"), "amount.value", 18250),
        "/authorization_details/0/amount/value");
  }

  @Test
  @DisplayName("the second detail is checked as the first")
  void second() throws Exception {
    AuthorizationDetails details =
        new AuthorizationDetails(
            List.of(example("secret.read"), Edit.remove(example("secret.read"), "lease_seconds")));
    assertThat(CHECK.refusal(details).flatMap(Refusal::pointer))
        .contains("/authorization_details/1/lease_seconds");
  }

  @Test
  @DisplayName("a type that nobody published is taken as it is")
  void unknownType() throws Exception {
    assertThat(CHECK.refusal(details(json("{\"type\":\"acme.launch\",\"anything\":[{}]}"))))
        .isEmpty();
  }

  @Test
  @DisplayName("a committed secret stands where its type marks a place")
  void committed() throws Exception {
    assertThat(
            CHECK.refusal(
                details(Edit.set(example("secret.rotate"), "new_value", json(COMMITMENT)))))
        .isEmpty();
    assertThat(
            CHECK.refusal(
                details(
                    Edit.set(
                        example("shell.exec"),
                        "secret_environment",
                        json("{\"DB_PASSWORD\":" + COMMITMENT + "}")))))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a committed secret anywhere else is refused, of unknown types everywhere")
  @ValueSource(
      strings = {
        "{'type':'acme.launch','x':COMMITMENT}",
        "{'type':'acme.launch','x':[{'y':COMMITMENT}]}",
        "{'type':'acme.launch','x':{'committed_secret':null}}",
        "{'type':'config.change','locations':['a'],'actions':['change'],'target':'t',"
            + "'changes':[{'operation':'set','key':'k','after':COMMITMENT}],'activation':'none'}"
      })
  void unmarked(String detail) throws Exception {
    Optional<Refusal> refusal =
        CHECK.refusal(details(json(detail.replace('\'', '"').replace("COMMITMENT", COMMITMENT))));
    assertThat(refusal.map(Refusal::code)).contains("invalid_transaction");
    assertThat(refusal.flatMap(Refusal::pointer).orElse("")).matches("/authorization_details/0/.+");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a commitment that is not exactly one is refused in a marked place too")
  @ValueSource(
      strings = {
        "{\"committed_secret\":\"hmac-sha256\"}",
        "{\"committed_secret\":\"hmac-sha256\",\"of\":\"text\",\"length\":\"33-64\",\"mac\":\"AAAA\"}"
      })
  void malformed(String commitment) throws Exception {
    refused(
        Edit.set(example("secret.rotate"), "new_value", json(commitment)),
        "/authorization_details/0/new_value");
  }

  private static void refused(JsonObject detail, String pointer) {
    Optional<Refusal> refusal = CHECK.refusal(details(detail));
    assertThat(refusal.map(Refusal::code)).contains("invalid_transaction");
    assertThat(refusal.flatMap(Refusal::pointer)).contains(pointer);
  }

  private static JsonObject example(String type) {
    return TransactionTypes.named(type).orElseThrow().example();
  }

  private static AuthorizationDetails details(JsonObject detail) {
    return new AuthorizationDetails(List.of(detail));
  }

  private static JsonObject json(String text) throws RefusedException {
    return StrictJson.parseObject(Bytes.utf8(text).toArray());
  }

  /** The fenced JSON after each heading of the page that is a type. */
  private static Map<String, JsonObject> documentedExamples() throws IOException, RefusedException {
    String page =
        Files.readString(Path.of("..", "docs", "transactions.md"), StandardCharsets.UTF_8);
    Matcher each =
        Pattern.compile(
                "^## `([a-z0-9_.]+)`$.*?^```json$(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page);
    Map<String, JsonObject> examples = new LinkedHashMap<>();
    while (each.find()) {
      examples.put(each.group(1), json(each.group(2)));
    }
    return examples;
  }
}
