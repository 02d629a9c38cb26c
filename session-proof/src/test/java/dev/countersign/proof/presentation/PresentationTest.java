package dev.countersign.proof.presentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.presentation.warning.Warning;
import dev.countersign.proof.presentation.warning.Warnings;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentationTest {
  /**
   * Frozen. A change here means that old proofs no longer verify: the canonical text must not
   * depend on template, language or the run-time's Unicode version.
   */
  private static final String FIXTURE_DISPLAY_DIGEST =
      "sJmWb-YMesNs_4N5XMjNBZ382giJafWQKP-OhSqrPYs";

  @Test
  @DisplayName("D2 the display digest of the known request is the frozen one")
  void knownAnswer() throws Exception {
    Presentation presentation = Presentation.of(Scenario.honest());
    assertThat(presentation.canonicalText())
        .contains(
            "/authorization_details/0/rotation/consumers/1/replicas\tinteger\t2\n",
            "/authorization_details/0/rotation/notify\tarray\t[]\n",
            "/authorization_details/0/rotation/window\tnull\tnull\n",
            "/authorization_details/0/rotation/labels\tobject\t{}\n",
            "/authorization_details/0/rotation/note\tstring\t\n",
            "/authorization_details/0/rotation/dry_run\tboolean\tfalse\n");
    assertThat(presentation.displayDigest().toString()).isEqualTo(FIXTURE_DISPLAY_DIGEST);
  }

  @Test
  @DisplayName("S1.8 workload, action, origin and on-behalf-of are leaves that are shown")
  void whoAndWhat() throws Exception {
    assertThat(Presentation.of(Scenario.honest()).leaves())
        .extracting(Leaf::pointer)
        .contains(
            "/requester/workload",
            "/requester/on_behalf_of",
            "/authorization_details/0/type",
            "/authorization_details/0/actions/0",
            "/session/attributes/address/value",
            "/session/attributes/address/source");
  }

  @Test
  @DisplayName("D2 the sections hold the desk's headings in order")
  void sections() throws Exception {
    assertThat(Presentation.of(Scenario.honest()).sections())
        .extracting(Section::title)
        .containsExactly("WHAT", "WHO", "WHY", "RULES", "PROOF");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("D2 a template that is not exactly a known one is refused")
  @ValueSource(strings = {"display.template", "display.version", "display.sha256"})
  void unknownTemplate(String member) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> {
          JsonObject payload = Fixture.requestPayload();
          present(
              member.endsWith("version")
                  ? Edit.set(payload, member, 2)
                  : Edit.set(payload, member, Fixture.otherDigest().toString()));
        })
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNKNOWN_TEMPLATE));
  }

  @Test
  @DisplayName("D2 an array and an object with the same values have different canonical texts")
  void arrayOrObject() throws Exception {
    String asArray = presentDetail("{\"x\":[\"a\",\"b\"]}").canonicalText();
    String asObject = presentDetail("{\"x\":{\"0\":\"a\",\"1\":\"b\"}}").canonicalText();
    assertThat(asArray).contains("/x/1\tstring\tb\n");
    assertThat(asObject).contains("/x/\\u{31}\tstring\tb\n").isNotEqualTo(asArray);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("D2 no name or value can forge a line or an escape")
  @ValueSource(
      strings = {
        "a\n/risk/level\tstring\tlow",
        "a\r\nb",
        "a\tb",
        "a\u2028b",
        "a\u2029b",
        "a\u0085b",
        "a\u202eb",
        "a\u2066b",
        "a\u200bb",
        "a\u00adb",
        "a\ufeffb",
        "a\u000bb",
        "a\u007fb",
        "a\ud83d\udef8\u0378b",
        "a\ue000b",
        "a\udb40\udc41b",
        "a\u00a0b",
        "a\u3000b"
      })
  void faithful(String text) throws Exception {
    String value = "{\"x\":" + quoted(text) + "}";
    String name = "{" + quoted(text) + ":1}";
    int plain = lines(presentDetail("{\"x\":\"y\"}"));
    for (String detail : List.of(value, name)) {
      Presentation presentation = presentDetail(detail);
      assertThat(lines(presentation)).isEqualTo(plain);
      assertThat(presentation.canonicalText()).doesNotContain(text).contains("\\u{");
      assertThat(Warnings.of(presentation))
          .extracting(Warning::kind)
          .containsAnyOf(
              Warning.Kind.BIDI_CONTROL, Warning.Kind.ZERO_WIDTH, Warning.Kind.UNUSUAL_CHARACTER);
    }
    assertThat(presentDetail(value).leaves()).extracting(Leaf::value).contains(text);
  }

  @Test
  @DisplayName("D2 what is escaped follows the frozen table alone, not this Java's Unicode version")
  void frozenTable() throws Exception {
    byte[] table =
        dev.countersign.proof.PackageFile.bytes(VisibleText.class, "escaped-ranges-1.txt");
    assertThat(dev.countersign.proof.crypto.Digest.sha256(table).toString())
        .isEqualTo("lANhXpMiksUir6kH-T1U5fjcUSDkED4gDf_F8-mDZvQ");
    boolean[] listed = new boolean[0x110000];
    for (String line : new String(table, java.nio.charset.StandardCharsets.US_ASCII).split("\n")) {
      if (!line.startsWith("#")) {
        int first = Integer.parseInt(line.split("\\.\\.")[0], 16);
        int last = Integer.parseInt(line.split("\\.\\.")[1], 16);
        java.util.Arrays.fill(listed, first, last + 1, true);
      }
    }
    for (int codePoint = 0; codePoint < listed.length; codePoint++) {
      assertThat(VisibleText.isEscaped(codePoint)).isEqualTo(listed[codePoint]);
    }
    // Unassigned in the table's Unicode 16.0, whatever this Java or ICU thinks of it by now.
    assertThat(VisibleText.escaped("\u20c1\ud83e\ude8a")).isEqualTo("\\u{20C1}\\u{1FA8A}");
  }

  @Test
  @DisplayName("D2 a backslash in a value never reads as one of our escapes")
  void backslash() throws Exception {
    assertThat(presentDetail("{\"x\":\"\\\\u{A}\"}").canonicalText())
        .contains("/x\tstring\t\\\\u{A}\n");
    assertThat(presentDetail("{\"x\":\"\\n\"}").canonicalText()).contains("/x\tstring\t\\u{A}\n");
  }

  @Test
  @DisplayName("D2 on screen, escapes stand in runs apart from the text around them")
  void runs() throws Exception {
    Leaf leaf =
        presentDetail("{\"x\":\"pay\\u202eload\\\\u{202E}\"}").leaves().stream()
            .filter(each -> each.pointer().endsWith("/x"))
            .findFirst()
            .orElseThrow();
    assertThat(leaf.valueRuns())
        .containsExactly(
            new VisibleText.Run("pay", false),
            new VisibleText.Run("\\u{202E}", true),
            new VisibleText.Run("load\\u{202E}", false));
  }

  @Test
  @DisplayName("S1.11 what the requester chose is marked as their words, also a claimed attribute")
  void voices() throws Exception {
    for (Leaf leaf : Presentation.of(Scenario.honest()).leaves()) {
      boolean theirs =
          leaf.pointer().matches("/(authorization_details|reason|ticket|context)(/.*)?")
              || leaf.pointer().startsWith("/session/attributes/client_version/");
      assertThat(leaf.voice())
          .as(leaf.pointer())
          .isEqualTo(theirs ? Voice.REQUESTER : Voice.GATEWAY);
    }
  }

  @Test
  @DisplayName("the headline is made from typed fields only")
  void headline() throws Exception {
    assertThat(Presentation.of(Scenario.honest()).headline())
        .isEqualTo("deploy-bot (agent, for oncall@example.com) asks to rotate a secret");
  }

  @Test
  @DisplayName("D2 a request of tens of thousands of leaves is shown whole")
  void large() throws Exception {
    List<JsonValue> many = Collections.nCopies(29_000, new JsonInteger(0));
    JsonObject payload =
        Edit.set(Fixture.requestPayload(), "authorization_details.0.x", new JsonArray(many));
    Presentation presentation = present(payload);
    assertThat(presentation.leaves()).hasSizeGreaterThan(29_000);
    assertThat(presentation.sections().stream().mapToInt(s -> s.leaves().size()).sum())
        .isEqualTo(presentation.leaves().size());
  }

  @Test
  @DisplayName("D2 a request whose names repeat into more than 4 MiB of text is refused, not built")
  void amplified() {
    List<JsonValue> many = Collections.nCopies(20_000, new JsonInteger(0));
    String name = "\u200b".repeat(2_000);
    JsonObject detail =
        JsonObject.builder().put("type", "test.detail").put(name, new JsonArray(many)).build();
    JsonObject payload =
        Edit.set(Fixture.requestPayload(), "authorization_details", new JsonArray(List.of(detail)));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> present(payload))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.TOO_LARGE));
  }

  private static int lines(Presentation presentation) {
    return presentation.canonicalText().split("\n", -1).length;
  }

  private static String quoted(String text) {
    return dev.countersign.proof.json.JsonWriter.compactText(
        new dev.countersign.proof.json.JsonString(text));
  }

  private static Presentation presentDetail(String detail) throws RefusedException {
    JsonObject typed = Edit.set(Fixture.json(detail), "type", "test.detail");
    return present(
        Edit.set(Fixture.requestPayload(), "authorization_details", new JsonArray(List.of(typed))));
  }

  private static Presentation present(JsonObject payload) throws RefusedException {
    Envelope envelope = Envelope.sign(PayloadType.APPROVAL_REQUEST, payload, Fixture.GATEWAY_KEY);
    return Presentation.of(VerifiedRequest.verify(envelope.wire(), Fixture.gatewayKeys()));
  }
}
