package dev.countersign.proof.presentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Requests;
import dev.countersign.proof.transaction.TransactionType;
import dev.countersign.proof.transaction.TransactionTypes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  @Test
  @DisplayName("D2 a request is shown by its type's template, a mixed or unknown one generically")
  void newest() {
    assertThat(newest("secret.rotate")).isEqualTo("secret.rotate 1");
    assertThat(newest("secret.rotate", "secret.rotate")).isEqualTo("secret.rotate 1");
    assertThat(newest("secret.rotate", "secret.read")).isEqualTo("generic 2");
    assertThat(newest("acme.launch")).isEqualTo("generic 2");
  }

  @Test
  @DisplayName("D2 the first generic template is frozen: old proofs name it by its digest")
  void frozen() {
    assertThat(Templates.published("generic", 1).ref().sha256().toString())
        .isEqualTo("9VzUSvEVL9u4BOsUKL0m5OSUVIrOLPvLTlMq79E40y8");
  }

  @Test
  @DisplayName("every published type has a template of its name, and every typed template a type")
  void complete() {
    assertThat(Templates.all().stream().flatMap(each -> each.type().stream()))
        .containsExactlyInAnyOrderElementsOf(
            TransactionTypes.all().stream().map(TransactionType::name).toList());
  }

  static Stream<String> types() {
    return TransactionTypes.all().stream().map(TransactionType::name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  @DisplayName("D2 each field of a published type has a label in plain words, and no label is idle")
  void labelled(String type) throws Exception {
    Set<String> fields = new LinkedHashSet<>();
    JsonObject schema =
        StrictJson.parseObject(TransactionTypes.named(type).orElseThrow().schema().toArray());
    fields(schema, "/authorization_details/*", fields);
    byte[] template =
        dev.countersign.proof.PackageFile.bytes(Templates.class, "templates/" + type + "-1.json");
    JsonArray labels = (JsonArray) StrictJson.parseObject(template).get("labels").orElseThrow();
    Set<String> labelled = new LinkedHashSet<>();
    for (JsonValue each : labels.items()) {
      String at = dev.countersign.proof.testing.Edit.text((JsonObject) each, "at");
      if (at.startsWith("/authorization_details")) {
        labelled.add(at);
      }
    }
    assertThat(labelled).containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  @DisplayName("D2 leaves stand in the order of the labels, and what has none stands after them")
  void order() throws Exception {
    Presentation presentation =
        Requests.typed(
            Fixture.json(
                """
                {"zz":1,"type":"secret.rotate","grace_seconds":900,"actions":["rotate"],
                 "aa":2,"locations":["a","b"],"labels":{"*":3}}
                """));
    assertThat(presentation.sections().getFirst().lines().stream().map(l -> l.name().line()))
        .containsExactly(
            "Transaction › Type",
            "Transaction › Secret 1",
            "Transaction › Secret 2",
            "Transaction › Action",
            "Transaction › Old one stays valid, seconds",
            "Transaction › zz",
            "Transaction › aa",
            "Transaction › labels › *");
  }

  @ParameterizedTest(name = "{0} {1} on {2}")
  @CsvSource({"secret.rotate,1,secret.read", "payment.transfer,1,acme.launch"})
  @DisplayName("D2 a template of another type is refused: its labels would be about other fields")
  void foreignType(String template, long version, String type) {
    JsonObject detail = JsonObject.builder().put("type", type).build();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Requests.presented(Requests.payload(List.of(detail), template, version)))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNKNOWN_TEMPLATE));
  }

  @Test
  @DisplayName("D2 a typed template is refused when one detail of several has another type")
  void mixed() {
    List<JsonObject> details =
        Stream.of("secret.rotate", "secret.read")
            .map(type -> JsonObject.builder().put("type", type).build())
            .toList();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Requests.presented(Requests.payload(details, "secret.rotate", 1)))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNKNOWN_TEMPLATE));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("D2 a template file that is not exactly one is not taken")
  @ValueSource(
      strings = {
        "{}",
        "{'template':'t','version':1,'sections':[],'rest':'R','hide':['/reason']}",
        "{'template':'t','version':1,'sections':[{'title':'A','members':['x','x']}],'rest':'R'}",
        "{'template':'t','version':1,'sections':[{'title':'A','members':['x']},"
            + "{'title':'B','members':['x']}],'rest':'R'}",
        "{'template':'t','version':1,'sections':[]}",
        "{'template':'t','version':1,'sections':[],'rest':'R','labels':[{'at':'x','label':'L'}]}",
        "{'template':'t','version':1,'sections':[],'rest':'R','labels':[{'at':'/x','label':''}]}",
        "{'template':'t','version':1,'sections':[],'rest':'R',"
            + "'labels':[{'at':'/x','label':'\u202e'}]}",
        "{'template':'t','version':1,'sections':[],'rest':'R',"
            + "'labels':[{'at':'/x','label':'A'},{'at':'/x','label':'B'}]}",
        "{'template':'t','version':1,'sections':[],'rest':'R',"
            + "'labels':[{'at':'/x','label':'A'},{'at':'/y','label':'A'}]}",
        "{'template':'t','version':1,'sections':[],'rest':'R',"
            + "'labels':[{'at':'/x/*','label':'A'},{'at':'/y/*','label':'A'}]}",
        "{'template':'t','version':1,'sections':[],'rest':'R','labels':[{'at':'/x','label':'A 1'}]}"
      })
  void malformed(String text) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Template.parse(Bytes.utf8(text.replace('\'', '"')).toArray()));
  }

  private static String newest(String... types) {
    List<JsonObject> details =
        Stream.of(types).map(type -> JsonObject.builder().put("type", type).build()).toList();
    Template newest = Templates.newestFor(new AuthorizationDetails(details));
    return newest.ref().template() + " " + newest.ref().version();
  }

  /**
   * The patterns of all places that a schema names; a map's own members have the requester's names.
   */
  private static void fields(JsonObject schema, String at, Set<String> fields) {
    if (at.equals("/authorization_details/*")) {
      fields.add("/authorization_details");
    }
    fields.add(at);
    if (schema.get("properties").orElse(null) instanceof JsonObject properties) {
      properties
          .members()
          .forEach((name, child) -> fields((JsonObject) child, at + "/" + name, fields));
    }
    if (schema.get("items").orElse(null) instanceof JsonObject items) {
      fields(items, at + "/*", fields);
    }
  }
}
