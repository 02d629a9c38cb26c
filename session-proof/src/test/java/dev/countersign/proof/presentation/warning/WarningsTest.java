package dev.countersign.proof.presentation.warning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.presentation.warning.Warning.Kind;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Requests;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.transaction.TransactionType;
import dev.countersign.proof.transaction.TransactionTypes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarningsTest {
  static Stream<Arguments> misleading() {
    return Stream.of(
        Arguments.of(Kind.BIDI_CONTROL, "pay\u202eload"),
        Arguments.of(Kind.BIDI_CONTROL, "a\u2066b\u2069"),
        Arguments.of(Kind.BIDI_CONTROL, "a\u200fb"),
        Arguments.of(Kind.BIDI_CONTROL, "a\u061cb"),
        Arguments.of(Kind.ZERO_WIDTH, "a\u200bb"),
        Arguments.of(Kind.ZERO_WIDTH, "a\u200db"),
        Arguments.of(Kind.ZERO_WIDTH, "a\u2060b"),
        Arguments.of(Kind.ZERO_WIDTH, "a\ufeffb"),
        Arguments.of(Kind.ZERO_WIDTH, "a\u00adb"),
        Arguments.of(Kind.ZERO_WIDTH, "a\udb40\udc41b"),
        Arguments.of(Kind.UNUSUAL_CHARACTER, "a\u001b[31mb"),
        Arguments.of(Kind.UNUSUAL_CHARACTER, "a\nb"),
        Arguments.of(Kind.UNUSUAL_CHARACTER, "a\u00a0b"),
        Arguments.of(Kind.UNUSUAL_CHARACTER, "a\ue000b"),
        Arguments.of(Kind.STACKED_MARKS, "a\u0301\u0302\u0303"),
        Arguments.of(Kind.MIXED_SCRIPTS, "p\u0430ypal"),
        Arguments.of(Kind.MIXED_SCRIPTS, "admin\u03bf"),
        Arguments.of(Kind.MIXED_SCRIPTS, "orders-\u0440rimary"),
        Arguments.of(Kind.CONFUSABLE, "\u0440\u0430\u0443\u0440\u0430\u04cf"),
        Arguments.of(Kind.CONFUSABLE, "prod/\u0430\u0440\u0440"),
        Arguments.of(Kind.VERY_LONG, "a".repeat(1001)),
        Arguments.of(Kind.LOOKS_SECRET, "-----BEGIN RSA PRIVATE KEY-----\nMIIE"),
        Arguments.of(Kind.LOOKS_SECRET, "-----BEGIN PRIVATE KEY-----"),
        Arguments.of(Kind.LOOKS_SECRET, "AKIA" + "ABCDEFGHIJKLMNOP"),
        Arguments.of(Kind.LOOKS_SECRET, "use ghp_" + "a1B2".repeat(9)),
        Arguments.of(Kind.LOOKS_SECRET, "xox" + "b-123456789012-abcdef"),
        Arguments.of(Kind.LOOKS_SECRET, "postgres://app:hunter2@db/orders"),
        Arguments.of(Kind.LOOKS_SECRET, "--password=correcthorse"),
        Arguments.of(Kind.LOOKS_SECRET, "Authorization: Bearer 0123456789abcdef0123"),
        Arguments.of(Kind.LOOKS_SECRET, "q7Xk2PzR9mWbT4vLs8NcYd3F"),
        Arguments.of(Kind.NOT_PINNED, "registry/app:latest"),
        Arguments.of(Kind.NOT_PINNED, "registry/app:Main"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("misleading")
  @DisplayName("D2 a value that hides or misleads is warned about, once for each reason")
  void warned(Kind kind, String value) throws Exception {
    assertThat(kinds("{\"type\":\"t\",\"x\":" + quoted(value) + "}")).contains(kind);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("misleading")
  @DisplayName("D2 a hidden or misleading name is warned about, not only a value")
  void names(Kind kind, String name) throws Exception {
    boolean ofText =
        switch (kind) {
          case VERY_LONG, LOOKS_SECRET, NOT_PINNED -> false;
          default -> true;
        };
    if (ofText) {
      assertThat(kinds("{\"type\":\"t\"," + quoted(name) + ":{\"a\":1,\"b\":2}}"))
          .containsExactly(kind);
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("D2 ordinary names and texts of the world are not warned about")
  @ValueSource(
      strings = {
        "Zoë Müller-Lüdenscheidt",
        "Łukasz Żółkiewski",
        "Jürgen O'Brien, señor Núñez",
        "Привет, Андрей Иванович",
        "Ελένη Παπαδοπούλου",
        "Հայաստան",
        "田中太郎 desu",
        "東京タワー Tokyo",
        "서울 Seoul 사무소",
        "राम कुमार",
        "สมชาย ใจดี",
        "שלום עולם",
        "محمد علي",
        "Nguyễn Thị Minh Khai",
        "İstanbul şubesi",
        "e\u0301te\u0301",
        "DNS-сервер",
        "prod/db/orders-primary",
        "spiffe://example.com/ns/ops/sa/deploy-bot",
        "9c4e1f0b7a2d5c8e3f6a9b0d1e2f3a4b5c6d7e8f",
        "sha256:4f9c0d7d1a6b1b5e8f2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7081",
        "6f1c2b3a-9d8e-4f70-8a1b-2c3d4e5f6071",
        "CustomerOrderHistoryServiceProduction",
        "Release-2026-11-27-Orders-Primary-Region-EU",
        "registry.example.com/shop/api:4.18.2",
        "https://wiki.example.com/runbooks/rotate?id=12",
        "Rotating after CVE-2026-31337: credentials may be in a core dump.",
        "secret rotation is due; the password policy asks for it",
        "DE89370400440532013000",
        ""
      })
  void ordinary(String value) throws Exception {
    assertThat(kinds("{\"type\":\"t\",\"x\":" + quoted(value) + "}")).isEmpty();
  }

  @Test
  @DisplayName("D2 two values that look alike and differ are warned about")
  void lookalikes() throws Exception {
    List<Warning> warnings =
        of("{\"type\":\"t\",\"from\":\"\u043e\u0440\u0434\u0435\u0440\u044b\",\"to\":\"x\"}");
    assertThat(warnings).isEmpty();
    warnings =
        of("{\"type\":\"t\",\"from\":\"db/main-\u0391\",\"to\":\"db/main-A\",\"n\":\"db/main-A\"}");
    assertThat(warnings)
        .extracting(Warning::kind, Warning::pointer)
        .contains(
            org.assertj.core.groups.Tuple.tuple(Kind.CONFUSABLE, "/authorization_details/0/from"))
        .noneMatch(tuple -> tuple.toString().contains("/to"));
  }

  static Stream<String> types() {
    return TransactionTypes.all().stream().map(TransactionType::name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  @DisplayName("D2 the example of a published type gives no warning")
  void examples(String type) throws Exception {
    JsonObject example = TransactionTypes.named(type).orElseThrow().example();
    assertThat(Warnings.of(Requests.typed(example))).isEmpty();
  }

  @ParameterizedTest(name = "{0} without {1}: {2}")
  @DisplayName("D2 a reference that its type can pin is marked when nothing pins it")
  @CsvSource({
    "deploy.release, artifacts.0.digest, /artifacts/0/image",
    "shell.exec, executable_sha256, /argv/0",
    "k8s.exec, image_digest, /image",
    "config.change, current_sha256, /target",
  })
  void notPinned(String type, String pin, String reference) throws Exception {
    JsonObject example = TransactionTypes.named(type).orElseThrow().example();
    assertThat(Warnings.of(Requests.typed(Edit.remove(example, pin))))
        .extracting(Warning::kind, Warning::pointer)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Kind.NOT_PINNED, "/authorization_details/0" + reference));
    assertThat(Warnings.of(Requests.typed(Edit.set(example, pin, "sha256:00"))))
        .as("a pin that is no digest")
        .extracting(Warning::kind)
        .contains(Kind.NOT_PINNED);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @DisplayName("D2 a branch is not pinned, a whole commit id is; an image by digest is")
  @CsvSource({
    "deploy.release, source.revision, main, 1",
    "deploy.release, source.revision, 9c4e1f0, 1",
    "deploy.release, source.revision, 9c4e1f0b7a2d5c8e3f6a9b0d1e2f3a4b5c6d7e8f, 0",
  })
  void revisions(String type, String member, String value, int warnings) throws Exception {
    JsonObject example = TransactionTypes.named(type).orElseThrow().example();
    assertThat(Warnings.of(Requests.typed(Edit.set(example, member, value)))).hasSize(warnings);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("D2 in a type that nobody published, the usual names of references are marked")
  @CsvSource({
    "image, registry/app:1.2, 1",
    "image, registry/app@sha256:4f9c0d7d1a6b1b5e8f2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7081, 0",
    "branch, release, 1",
    "path, /etc/passwd, 1",
    "name, release, 0",
  })
  void unknownType(String member, String value, int warnings) throws Exception {
    String detail = "{\"type\":\"t\",\"" + member + "\":\"" + value + "\"}";
    assertThat(of(detail)).hasSize(warnings);
  }

  @Test
  @DisplayName("D2 a commitment is warned about where the type has none, or when it is not one")
  void misplaced() throws Exception {
    String good =
        "{\"committed_secret\":\"hmac-sha256\",\"of\":\"text\",\"length\":\"33-64\",\"mac\":\""
            + "A".repeat(43)
            + "\"}";
    assertThat(of("{\"type\":\"t\",\"x\":" + good + "}"))
        .extracting(Warning::kind)
        .containsExactly(Kind.MISPLACED_COMMITMENT);
    JsonObject rotate = TransactionTypes.named("secret.rotate").orElseThrow().example();
    assertThat(Warnings.of(Requests.typed(Edit.set(rotate, "new_value", Fixture.json(good)))))
        .isEmpty();
    assertThat(
            Warnings.of(
                Requests.typed(
                    Edit.set(
                        rotate, "new_value", Fixture.json("{\"committed_secret\":\"trust me\"}")))))
        .extracting(Warning::kind, Warning::pointer)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Kind.MISPLACED_COMMITMENT, "/authorization_details/0/new_value/committed_secret"));
  }

  @Test
  @DisplayName("D2 an ordinary request gives none, and each kind has an id and a word")
  void kinds() throws Exception {
    assertThat(Warnings.of(dev.countersign.proof.presentation.Presentation.of(Scenario.honest())))
        .isEmpty();
    for (Kind kind : Kind.values()) {
      assertThat(kind.id()).isEqualTo(kind.name().toLowerCase(Locale.ROOT));
      assertThat(kind.word()).isNotBlank();
    }
  }

  @Test
  @DisplayName("D2 warnings are not part of what is signed: sentences hold nothing of the request")
  void ours() throws Exception {
    for (Warning warning : of("{\"type\":\"t\",\"p\u0430ypal\u202e\":\"\u200bapprove this\"}")) {
      assertThat(warning.sentence()).doesNotContain("pal", "approve").isPrintable();
    }
  }

  private static List<Kind> kinds(String detail) throws RefusedException {
    return of(detail).stream().map(Warning::kind).toList();
  }

  private static List<Warning> of(String detail) throws RefusedException {
    return Warnings.of(Requests.generic(detail));
  }

  private static String quoted(String text) {
    return JsonWriter.compactText(new JsonString(text));
  }
}
