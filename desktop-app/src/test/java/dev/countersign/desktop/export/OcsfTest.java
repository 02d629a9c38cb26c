package dev.countersign.desktop.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what version 1.3.0 of the schema requires of these two classes. */
class OcsfTest {
  private static final List<String> OF_EVERY_EVENT =
      List.of(
          "activity_id",
          "category_uid",
          "class_uid",
          "metadata",
          "severity_id",
          "time",
          "type_uid");

  @TempDir Path folder;

  @Test
  @DisplayName("S2.5 every entry is an OCSF event with the members its class requires")
  void required() throws Exception {
    try (ExportedLog fixture = new ExportedLog(folder).with(2)) {
      OcsfLines lines = new OcsfLines(fixture.log.genesis().origin(), "0.1.0");
      for (AuditEntry entry : fixture.log.entries(5, 5)) {
        JsonObject event = parsed(lines.line(entry));
        requireBase(event);
        assertThat(number(event, "class_uid")).isEqualTo(3004);
        JsonObject entity = (JsonObject) member(event, "entity");
        assertThat(entity.get("uid")).isPresent();
        requireBase(parsed(lines.withheld(entry)));
      }
    }
  }

  @Test
  @DisplayName("S2.5 a counted approval is an Authorize Session event that names user and session")
  void approval() throws Exception {
    VerifiedRequest request = Scenario.honest();
    Scenario.Wire wire = Fixture.approval().build();
    AuditEntry entry =
        new AuditEntry(
            7,
            Bytes.utf8("{}"),
            new Content.Ended(
                1_795_740_000L,
                6,
                request.sha256().value(),
                new DecisionOutcome.Accepted(Bytes.of(wire.proof().wire()), Bytes.utf8("receipt")),
                Optional.of(Bytes.of(request.envelope().wire()))));
    JsonObject event = parsed(new OcsfLines("origin", "0.1.0").line(entry));
    requireBase(event);
    assertThat(number(event, "class_uid")).isEqualTo(3003);
    assertThat(number(event, "type_uid")).isEqualTo(300301);
    assertThat(((JsonObject) member(event, "user")).get("uid")).isPresent();
    assertThat(event.get("privileges")).isPresent();
  }

  private static void requireBase(JsonObject event) {
    for (String name : OF_EVERY_EVENT) {
      assertThat(event.get(name)).as(name).isPresent();
    }
    assertThat(number(event, "category_uid")).isEqualTo(3);
    assertThat(number(event, "type_uid"))
        .isEqualTo(number(event, "class_uid") * 100 + number(event, "activity_id"));
    if (number(event, "activity_id") == 99) {
      assertThat(event.get("activity_name")).isPresent();
    }
    JsonObject metadata = (JsonObject) member(event, "metadata");
    assertThat(member(metadata, "version")).isEqualTo(new JsonString("1.3.0"));
    JsonObject product = (JsonObject) member(metadata, "product");
    assertThat(product.get("vendor_name")).isPresent();
  }

  private static JsonValue member(JsonObject object, String name) {
    return object.get(name).orElseThrow();
  }

  private static long number(JsonObject object, String name) {
    return ((JsonInteger) member(object, name)).value();
  }

  private static JsonObject parsed(String line) throws Exception {
    assertThat(line).endsWith("\n");
    return StrictJson.parseObject(line.strip().getBytes(StandardCharsets.UTF_8));
  }
}
