package dev.countersign.proof.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Requests;
import dev.countersign.proof.testing.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommittedSecretTest {
  private static final Pointer PLACE = Pointer.of("/authorization_details/0/new_value");
  private static final CommitmentScope SCOPE =
      new CommitmentScope(Fixture.ISSUER, "ses-20e1", "ask-0001");
  private static final byte[] VALUE =
      Bytes.utf8("correct horse battery staple, 44 bytes long!").toArray();
  private static final byte[] SALT = TestKeys.bytes32("salt").toArray();

  static Stream<JsonObject> knownAnswers() throws IOException, RefusedException {
    try (InputStream in =
        CommittedSecretTest.class.getResourceAsStream("/committed-secrets/known-answers.json")) {
      JsonObject file = StrictJson.parseObject(Objects.requireNonNull(in).readAllBytes());
      List<JsonObject> answers = new ArrayList<>();
      for (JsonValue each :
          ((dev.countersign.proof.json.JsonArray) file.get("answers").orElseThrow()).items()) {
        answers.add((JsonObject) each);
      }
      return answers.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("knownAnswers")
  @DisplayName("the commitment of a known secret is the published one")
  void known(JsonObject answer) throws Exception {
    CommitmentScope scope =
        new CommitmentScope(
            Edit.text(answer, "iss"), Edit.text(answer, "session_id"), Edit.text(answer, "ask_id"));
    Commitment expected = Commitment.read((JsonObject) Edit.get(answer, "commitment"));
    CommittedSecret secret =
        CommittedSecret.received(
            expected.kind(),
            Bytes.fromBase64Url(Edit.text(answer, "value")).toArray(),
            Bytes.fromBase64Url(Edit.text(answer, "salt")).toArray());
    assertThat(secret.commit(scope, Pointer.of(Edit.text(answer, "place")))).isEqualTo(expected);
  }

  @Test
  @DisplayName("the executor takes the secret that the approver approved unseen")
  void opens() throws Exception {
    VerifiedRequest request = request(ask(PLACE, secret()));
    CommitmentScope scope = CommitmentScope.of(request, askWire(ask(PLACE, secret())));
    assertThat(scope).isEqualTo(SCOPE);
    assertThatCode(() -> secret().requireCommittedIn(request, scope, PLACE))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("D2 the display digest covers the committed value, though it is not shown")
  void covered() throws Exception {
    Presentation one = Presentation.of(request(ask(PLACE, secret())));
    CommittedSecret other =
        CommittedSecret.received(
            Commitment.Kind.TEXT,
            Bytes.utf8("another value of some 44 bytes, just as long").toArray(),
            SALT);
    Presentation two = Presentation.of(request(ask(PLACE, other)));
    assertThat(one.displayDigest()).isNotEqualTo(two.displayDigest());
    assertThat(one.canonicalText())
        .contains("/new_value/length\tstring\t33-64\n")
        .doesNotContain("horse")
        .doesNotContain(Bytes.of(SALT).base64Url());
  }

  @Test
  @DisplayName("another value, salt, kind or place does not open")
  void differs() throws Exception {
    VerifiedRequest request = request(ask(PLACE, secret()));
    byte[] value = VALUE.clone();
    value[0] ^= 1;
    refusedToOpen(request, CommittedSecret.received(Commitment.Kind.TEXT, value, SALT), PLACE);
    byte[] salt = SALT.clone();
    salt[31] ^= 1;
    refusedToOpen(request, CommittedSecret.received(Commitment.Kind.TEXT, VALUE, salt), PLACE);
    refusedToOpen(request, CommittedSecret.received(Commitment.Kind.BYTES, VALUE, SALT), PLACE);
    for (String place :
        List.of(
            "/authorization_details/0",
            "/authorization_details/0/actions",
            "/authorization_details/1/new_value",
            "/authorization_details/00/new_value",
            "/authorization_details/x/new_value",
            "/authorization_details/0/new_value/mac",
            "/reason",
            "")) {
      refused(
          RefusalCode.MALFORMED_REQUEST,
          () -> secret().requireCommittedIn(request, SCOPE, Pointer.of(place)));
    }
  }

  @Test
  @DisplayName("S1.2 a commitment copied from another ask or session opens nowhere")
  void copied() throws Exception {
    for (CommitmentScope other :
        List.of(
            new CommitmentScope("other.example.com", "ses-20e1", "ask-0001"),
            new CommitmentScope(Fixture.ISSUER, "ses-other", "ask-0001"),
            new CommitmentScope(Fixture.ISSUER, "ses-20e1", "ask-0002"))) {
      JsonObject ask = ask(secret().commit(other, PLACE));
      VerifiedRequest request = request(ask);
      CommitmentScope scope = CommitmentScope.of(request, askWire(ask));
      refused(
          RefusalCode.REQUEST_MISMATCH, () -> secret().requireCommittedIn(request, scope, PLACE));
    }
  }

  @Test
  @DisplayName("S1.2 the executor does not take the ask of another request for the scope")
  void otherAsk() throws Exception {
    VerifiedRequest request = request(ask(PLACE, secret()));
    byte[] other = askWire(Edit.set(ask(PLACE, secret()), "ask_id", "ask-0002"));
    refused(RefusalCode.REQUEST_MISMATCH, () -> CommitmentScope.of(request, other));
  }

  @Test
  @DisplayName("a commitment in a place that the type does not mark is not opened")
  void unmarked() throws Exception {
    Pointer place = Pointer.of("/authorization_details/0/rollback");
    JsonObject detail = Edit.set(rotate(), "rollback", secret().commit(SCOPE, place).json());
    JsonObject ask = withDetail(detail);
    VerifiedRequest request = request(ask);
    refused(
        RefusalCode.MALFORMED_REQUEST, () -> secret().requireCommittedIn(request, SCOPE, place));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("an object that is meant as a commitment is one exactly, or refused")
  @ValueSource(
      strings = {
        "{'committed_secret':'hmac-sha256'}",
        "{'committed_secret':'sha256','of':'text','length':'33-64','mac':'M'}",
        "{'committed_secret':'hmac-sha256','of':'number','length':'33-64','mac':'M'}",
        "{'committed_secret':'hmac-sha256','of':'text','length':'44','mac':'M'}",
        "{'committed_secret':'hmac-sha256','of':'text','length':'33-65','mac':'M'}",
        "{'committed_secret':'hmac-sha256','of':'text','length':33,'mac':'M'}",
        "{'committed_secret':'hmac-sha256','of':'text','length':'33-64','mac':'AAAA'}",
        "{'committed_secret':'hmac-sha256','of':'text','length':'33-64','mac':'M='}",
        "{'committed_secret':'hmac-sha256','of':'text','length':'33-64','mac':'M','salt':'S'}",
        "{'committed_secret':true,'of':'text','length':'33-64','mac':'M'}"
      })
  void malformed(String text) {
    JsonObject object = Fixture.json(text.replace('\'', '"').replace("\"M", "\"" + "A".repeat(43)));
    assertThat(Commitment.isMeant(object)).isTrue();
    refused(RefusalCode.MALFORMED_REQUEST, () -> Commitment.read(object));
  }

  @Test
  @DisplayName("a secret that is empty, too long, no text or without a whole salt is not committed")
  void unusable() {
    assertThatIllegalArgumentException().isThrownBy(() -> commit(new byte[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> commit(new byte[4097]));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CommittedSecret.received(Commitment.Kind.TEXT, new byte[] {(byte) 0xff}, SALT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommittedSecret.received(Commitment.Kind.TEXT, VALUE, new byte[31]));
    assertThatIllegalArgumentException().isThrownBy(() -> new CommitmentScope("a b", "s", "k"));
  }

  @Test
  @DisplayName("only a range of lengths is told, and equal secrets have different commitments")
  void hides() {
    for (int length : List.of(33, 44, 64)) {
      assertThat(commit(new byte[length]).length().wire()).isEqualTo("33-64");
    }
    assertThat(commit(new byte[65]).length().wire()).isEqualTo("65-128");
    assertThat(commit(new byte[4096]).length().wire()).isEqualTo("2049-4096");
    assertThat(commit(new byte[40])).isNotEqualTo(commit(new byte[40]));
    assertThat(secret().commit(SCOPE, PLACE).words())
        .isEqualTo("secret, not shown: text, 33–64 bytes");
  }

  @Test
  @DisplayName("a closed secret is wiped")
  void wiped() {
    CommittedSecret secret = secret();
    secret.close();
    assertThat(secret.value()).containsOnly(0);
    assertThat(secret.salt()).containsOnly(0);
  }

  private static Commitment commit(byte[] value) {
    return CommittedSecret.withNewSalt(Commitment.Kind.BYTES, value, new SecureRandom())
        .commit(SCOPE, PLACE);
  }

  private static CommittedSecret secret() {
    return CommittedSecret.received(Commitment.Kind.TEXT, VALUE, SALT);
  }

  private static JsonObject rotate() {
    return TransactionTypes.named("secret.rotate").orElseThrow().example();
  }

  private static JsonObject ask(Pointer place, CommittedSecret secret) {
    return ask(secret.commit(SCOPE, place));
  }

  private static JsonObject ask(Commitment commitment) {
    return withDetail(Edit.set(rotate(), "new_value", commitment.json()));
  }

  private static JsonObject withDetail(JsonObject detail) {
    return Edit.set(
        Fixture.askPayload(),
        "authorization_details",
        new dev.countersign.proof.json.JsonArray(List.of(detail)));
  }

  private static byte[] askWire(JsonObject ask) {
    return Envelope.sign(PayloadType.ASK, ask, Fixture.REQUESTER_KEY).wire();
  }

  /** The request that a gateway issues for an ask. */
  private static VerifiedRequest request(JsonObject ask) throws RefusedException {
    JsonObject payload =
        Edit.set(
            Fixture.requestPayload(),
            "authorization_details",
            ask.get("authorization_details").orElseThrow());
    Envelope signed = Envelope.sign(PayloadType.ASK, ask, Fixture.REQUESTER_KEY);
    return Requests.verified(Edit.set(payload, "ask_sha256", signed.digest().toString()));
  }

  private static void refusedToOpen(
      VerifiedRequest request, CommittedSecret secret, Pointer place) {
    refused(RefusalCode.REQUEST_MISMATCH, () -> secret.requireCommittedIn(request, SCOPE, place));
  }

  private static void refused(RefusalCode code, ThrowingCallable call) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
