package dev.countersign.proof.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonNull;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Requests;
import dev.countersign.proof.transaction.TransactionTypes;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadlineTest {
  private static final String WHO = "deploy-bot (agent, for oncall@example.com) asks to ";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "secret.rotate, rotate a secret",
    "secret.read, read a secret",
    "shell.exec, run a command as root",
    "deploy.release, deploy a release",
    "iam.grant, grant rights for 8 hours",
    "k8s.exec, run a command in a container",
    "db.change, change data",
    "payment.transfer, transfer 18250.00 EUR",
    "ot.remote_support, open remote support for 30 minutes",
    "config.change, change settings",
  })
  @DisplayName("D2 each published type has a sentence from its typed fields")
  void typed(String type, String action) throws Exception {
    assertThat(headline(example(type))).isEqualTo(WHO + action);
  }

  @Test
  @DisplayName("D2 what makes a request graver is in the sentence")
  void graver() throws Exception {
    JsonObject grant = example("iam.grant");
    assertThat(headline(Edit.set(grant, "duration_seconds", JsonNull.NULL)))
        .endsWith("grant rights without an end");
    assertThat(headline(with(example("ot.remote_support"), "actions", "connect", "write")))
        .endsWith("open remote support with write access for 30 minutes");
    assertThat(headline(with(example("ot.remote_support"), "actions", "load_firmware")))
        .endsWith("open remote support and load firmware for 30 minutes");
    assertThat(headline(with(example("secret.rotate"), "locations", "a", "b", "c")))
        .endsWith("rotate 3 secrets");
    assertThat(headline(with(example("shell.exec"), "locations", "a", "b")))
        .endsWith("run a command as root on 2 hosts");
    assertThat(headline(with(example("db.change"), "actions", "change_schema")))
        .endsWith("change the schema of a database");
    assertThat(headline(with(example("deploy.release"), "actions", "roll_back")))
        .endsWith("roll back a release");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("D2 free text of the requester never becomes part of our sentence")
  @ValueSource(strings = {"1.00 EUR (already approved)", "1,00", "", "1e3", "٣"})
  void noFreeText(String amount) throws Exception {
    assertThat(headline(Edit.set(example("payment.transfer"), "amount.value", amount)))
        .isEqualTo(WHO + "transfer money");
  }

  @Test
  @DisplayName("a type that nobody published is named, and further details are counted")
  void unknown() throws Exception {
    assertThat(Requests.generic("{\"type\":\"acme.launch\"}").headline())
        .isEqualTo(WHO + "do “acme.launch”");
    JsonObject payload =
        Requests.payload(
            List.of(example("secret.read"), example("secret.read"), example("secret.rotate")),
            "generic",
            2);
    assertThat(Requests.presented(payload).headline()).isEqualTo(WHO + "read a secret and 2 more");
  }

  private static JsonObject example(String type) {
    return TransactionTypes.named(type).orElseThrow().example();
  }

  private static JsonObject with(JsonObject detail, String member, String... values) {
    return Edit.set(detail, member, JsonArray.ofStrings(List.of(values)));
  }

  private static String headline(JsonObject detail) throws Exception {
    assertThat(Fixture.requestPayload().get("requester")).isPresent();
    return Requests.typed(detail).headline();
  }
}
