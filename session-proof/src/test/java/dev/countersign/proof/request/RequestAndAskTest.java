package dev.countersign.proof.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonNull;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Family;
import dev.countersign.proof.testing.Fixture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAndAskTest {
  @Test
  @DisplayName("a request and an ask are written as they were read")
  void roundTrip() throws Exception {
    assertThat(ApprovalRequest.read(Fixture.requestPayload()).json())
        .isEqualTo(Fixture.requestPayload());
    assertThat(Ask.read(Fixture.askPayload()).json()).isEqualTo(Fixture.askPayload());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  @DisplayName("S1.11 an unknown member is refused at every level of a request")
  void unknownMember(String path) {
    String member = path.isEmpty() ? "surprise" : path + ".surprise";
    refused(
        RefusalCode.MALFORMED_REQUEST,
        Edit.set(Fixture.requestPayload(), member, new JsonString("x")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("required")
  @DisplayName("S1.11 a missing member is refused at every level of a request")
  void missingMember(String path) {
    refused(RefusalCode.MALFORMED_REQUEST, Edit.remove(Fixture.requestPayload(), path));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("required")
  @DisplayName("S1.11 a member of another type is refused at every level of a request")
  void wrongType(String path) {
    JsonValue now = Edit.get(Fixture.requestPayload(), path);
    JsonValue other = now instanceof JsonBoolean ? JsonNull.NULL : new JsonBoolean(true);
    RefusedException refusal = read(Edit.set(Fixture.requestPayload(), path, other));
    assertThat(refusal.code())
        .isEqualTo(
            path.equals("access") || path.equals("execution")
                ? RefusalCode.UNSUPPORTED_FEATURE
                : RefusalCode.MALFORMED_REQUEST);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsupported")
  @DisplayName("what this version does not carry out is refused in request and ask, never ignored")
  void unsupported(String path, JsonValue value) {
    refused(RefusalCode.UNSUPPORTED_FEATURE, Edit.set(Fixture.requestPayload(), path, value));
    if (!path.startsWith("quorum")) {
      refusedAsk(RefusalCode.UNSUPPORTED_FEATURE, Edit.set(Fixture.askPayload(), path, value));
    }
  }

  static Stream<Arguments> unsupported() {
    JsonObject any = Fixture.json("{\"x\":1}");
    JsonValue slot = Edit.get(Fixture.requestPayload(), "quorum.slots.0");
    return Stream.of(
        Arguments.of("break_glass", any),
        Arguments.of("offline", new JsonBoolean(false)),
        Arguments.of("warrant_sha256", new JsonString("x")),
        Arguments.of("verifier_id", new JsonString("x")),
        Arguments.of("access", Fixture.json("{\"opens_at\":1,\"seconds\":60,\"max_uses\":1}")),
        Arguments.of("access", new JsonString("window")),
        Arguments.of("access", new JsonString("Once")),
        Arguments.of("execution", new JsonString("queued")),
        Arguments.of("execution", Fixture.json("{\"confirms\":{\"request_id\":\"r\"}}")),
        Arguments.of("quorum.k", new dev.countersign.proof.json.JsonInteger(2)),
        Arguments.of("quorum.k", new dev.countersign.proof.json.JsonInteger(0)),
        Arguments.of("quorum.slots", new JsonArray(List.of(slot, slot))),
        Arguments.of("quorum.slots", new JsonArray(List.of())));
  }

  @Test
  @DisplayName("S1.9 parent and delegates of another form are refused in request and ask alike")
  void chains() {
    JsonObject any = Fixture.json("{\"x\":1}");
    for (JsonValue value : List.of(any, JsonNull.NULL, new JsonArray(List.of(any)))) {
      for (String member : List.of("parent", "delegates")) {
        refused(RefusalCode.MALFORMED_REQUEST, Edit.set(Fixture.requestPayload(), member, value));
        refusedAsk(RefusalCode.MALFORMED_REQUEST, Edit.set(Fixture.askPayload(), member, value));
      }
    }
  }

  @Test
  @DisplayName("S1.9 an ask and a request keep parent and delegates as they were given")
  void keepsChains() throws Exception {
    JsonObject request = Family.childOf(Family.parent(), Family.payload(Family.parent()));
    assertThat(ApprovalRequest.read(request).json().members()).isEqualTo(request.members());
    JsonObject ask =
        Edit.set(
            Family.childOf(Family.parent(), Fixture.askPayload()), "delegates", Family.delegates());
    assertThat(Ask.read(ask).json().members()).isEqualTo(ask.members());
  }

  @Test
  @DisplayName("S2.15 a life that is empty, negative or longer than an hour is refused")
  void life() throws Exception {
    long issued = Fixture.ISSUED_AT;
    for (long expires : new long[] {issued, issued - 1, issued + 3601}) {
      refused(RefusalCode.MALFORMED_REQUEST, Edit.set(Fixture.requestPayload(), "exp", expires));
    }
    ApprovalRequest.read(Edit.set(Fixture.requestPayload(), "exp", issued + 3600));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("an identifier that is empty, long, spaced or not ASCII is refused")
  @ValueSource(strings = {"", "a b", "a\tb", "\u00e9", "\u0430", "a\u200bb", "a\u007f"})
  void identifiers(String id) {
    for (String path : List.of("request_id", "requester.id", "session.id", "iss", "aud")) {
      refused(RefusalCode.MALFORMED_REQUEST, Edit.set(Fixture.requestPayload(), path, id));
    }
    refused(
        RefusalCode.MALFORMED_REQUEST,
        Edit.set(Fixture.requestPayload(), "request_id", "a".repeat(257)));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("S1.3 an audience that could break out of the client data is refused")
  @ValueSource(strings = {"a\"b", "a\\b", "a\",\"crossOrigin\":true,\"x\":\""})
  void audience(String audience) {
    refused(RefusalCode.MALFORMED_REQUEST, Edit.set(Fixture.requestPayload(), "aud", audience));
  }

  @Test
  @DisplayName("a detail may nest eight deep and no deeper, and there are one to sixteen")
  void details() throws Exception {
    ApprovalRequest.read(nested(8));
    refused(RefusalCode.MALFORMED_REQUEST, nested(9));
    JsonValue detail = Edit.get(Fixture.requestPayload(), "authorization_details.0");
    ApprovalRequest.read(details(16, detail));
    refused(RefusalCode.MALFORMED_REQUEST, details(17, detail));
    refused(RefusalCode.MALFORMED_REQUEST, details(0, detail));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("S1.11 only the gateway observes or attests: an ask that says so is refused")
  @ValueSource(strings = {"observed", "attested", "verified", ""})
  void askedSource(String source) {
    refusedAsk(
        RefusalCode.MALFORMED_REQUEST,
        Edit.set(Fixture.askPayload(), "context.change_window.source", source));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("S1.11 an ask cannot say what only the gateway may say")
  @ValueSource(
      strings = {
        "aud",
        "request_id",
        "epoch",
        "nonce",
        "risk",
        "policy",
        "quorum",
        "confirmation",
        "exp",
        "session",
        "requester",
        "display"
      })
  void askedTooMuch(String member) {
    refusedAsk(
        RefusalCode.MALFORMED_REQUEST,
        Edit.set(Fixture.askPayload(), member, Edit.get(Fixture.requestPayload(), member)));
  }

  @Test
  @DisplayName("another version is refused before anything else is read")
  void version() {
    JsonObject future = Fixture.json("{\"v\":2,\"parent\":1,\"surprise\":1}");
    refused(RefusalCode.UNSUPPORTED_VERSION, future);
    refusedAsk(RefusalCode.UNSUPPORTED_VERSION, future);
  }

  /** The paths of all objects with fixed members. */
  static List<String> objects() {
    List<String> paths = new ArrayList<>(List.of(""));
    collect("", Fixture.requestPayload(), paths, true);
    paths.removeIf(RequestAndAskTest::isFree);
    return paths;
  }

  /** The paths of all members that must be there. */
  static List<String> required() {
    List<String> paths = new ArrayList<>();
    collect("", Fixture.requestPayload(), paths, false);
    paths.removeIf(path ->
        isFree(path)
            || List.of("ticket", "requester.on_behalf_of", "requester.workload").contains(path)
            || path.matches("(session\\.attributes|context)\\.\\w+")
            || path.matches(".*\\.\\d+"));
    return paths;
  }

  /** Inside a detail and among attribute names anything goes. */
  private static boolean isFree(String path) {
    return path.startsWith("authorization_details.")
        || path.equals("session.attributes")
        || path.equals("context");
  }

  private static void collect(
      String path, JsonValue value, List<String> paths, boolean objectsOnly) {
    if (!path.isEmpty() && (!objectsOnly || value instanceof JsonObject)) {
      paths.add(path);
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    if (value instanceof JsonObject object) {
      object.members().forEach((name, v) -> collect(prefix + name, v, paths, objectsOnly));
    } else if (value instanceof JsonArray(List<JsonValue> items)) {
      for (int i = 0; i < items.size(); i++) {
        collect(prefix + i, items.get(i), paths, objectsOnly);
      }
    }
  }

  private static JsonObject nested(int depth) {
    JsonValue value = new JsonString("x");
    for (int i = 0; i < depth; i++) {
      value = new JsonArray(List.of(value));
    }
    return Edit.set(Fixture.requestPayload(), "authorization_details.0.deep", value);
  }

  private static JsonObject details(int count, JsonValue detail) {
    return Edit.set(
        Fixture.requestPayload(),
        "authorization_details",
        new JsonArray(Collections.nCopies(count, detail)));
  }

  private static RefusedException read(JsonObject payload) {
    return catchThrowableOfType(RefusedException.class, () -> ApprovalRequest.read(payload));
  }

  private static void refused(RefusalCode code, JsonObject payload) {
    assertThat(read(payload)).isNotNull();
    assertThat(read(payload).code()).isEqualTo(code);
  }

  private static void refusedAsk(RefusalCode code, JsonObject payload) {
    RefusedException refusal =
        catchThrowableOfType(RefusedException.class, () -> Ask.read(payload));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
  }
}
