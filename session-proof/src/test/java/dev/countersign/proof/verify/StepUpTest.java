package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.decision.StepUp;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.SoftwareToken;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.Enrolments.StoredApprover;
import dev.countersign.proof.verify.Enrolments.StoredDevice;
import dev.countersign.proof.verify.Enrolments.StoredToken;
import dev.countersign.proof.x509.CardJws;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.RevocationMaterial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StepUpTest {
  private static final Digest REGISTRATION = Fixture.otherDigest();
  private static final Bytes NEW_TOKEN = TestKeys.bytes32("the blue key");
  private static final TokenChange ADD = new TokenChange.Add(NEW_TOKEN, "blue key", REGISTRATION);
  private static final long NOW = Fixture.ISSUED_AT + 45;

  private final MemoryLiveState live =
      MemoryLiveState.withRequest(Fixture.approval().build().request());

  private static TokenChangeStatement statement(TokenChange change) {
    return new TokenChangeStatement(
        Fixture.ISSUER,
        Fixture.AUDIENCE,
        Fixture.EPOCH,
        TestKeys.bytes32("nonce"),
        NOW + 60,
        Fixture.APPROVER,
        Fixture.DEVICE_JKT,
        change,
        NOW);
  }

  private static byte[] signed(TokenChangeStatement statement) {
    return signed(statement.bytes(), Fixture.DEVICE_KEY, Fixture.TOKEN);
  }

  private static byte[] signed(byte[] statement, P256SigningKey device, SoftwareToken token) {
    Evidence evidence =
        token.assertion(TokenChangeStatement.challenge(statement), Fixture.AUDIENCE);
    return StepUp.seal(statement, device, evidence).wire();
  }

  private ConfirmedChange verify(byte[] wire) throws RefusedException {
    return ConfirmedChange.verify(wire, Fixture.DEVICE_JKT, Fixture.EPOCH, live);
  }

  private RefusalCode refusal(byte[] wire) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, () -> verify(wire));
    assertThat(refused).isNotNull();
    return refused.code();
  }

  static Stream<TokenChange> changes() {
    return Stream.of(
        ADD, new TokenChange.Rename(NEW_TOKEN, "grün"), new TokenChange.Revoke(NEW_TOKEN, true));
  }

  @ParameterizedTest
  @MethodSource("changes")
  @DisplayName("S3.3 a change of tokens counts when the device and an enrolled token signed it")
  void accepted(TokenChange change) throws RefusedException {
    ConfirmedChange confirmed = verify(signed(statement(change)));

    assertThat(confirmed.statement()).isEqualTo(statement(change));
    assertThat(confirmed.credential()).isEqualTo(Fixture.TOKEN.credential());
    assertThat(confirmed.counter()).isEqualTo(Fixture.TOKEN.counter());
  }

  @Test
  @DisplayName("S0.2 a decision's signatures never make a change of tokens")
  void decisionIsNoStepUp() throws RefusedException {
    Scenario.Wire decided = Fixture.approval().build();
    ApprovalProof proof = ApprovalProof.parse(decided.proof().wire());
    assertThat(refusal(decided.proof().wire())).isEqualTo(RefusalCode.MALFORMED_PROOF);

    // Even its parts under the wrapper and statement of a step-up.
    byte[] statement = statement(ADD).bytes();
    StepUp moved = new StepUp(Bytes.of(statement), proof.deviceSignature(), proof.evidence());
    assertThat(refusal(moved.wire())).isEqualTo(RefusalCode.BAD_DEVICE_SIGNATURE);
    assertThat(refusal(StepUp.seal(statement, Fixture.DEVICE_KEY, proof.evidence()).wire()))
        .isEqualTo(RefusalCode.CLIENT_DATA_MISMATCH);
    WebAuthnEvidence asDecision =
        Fixture.TOKEN.assertion(DecisionStatement.challenge(statement), Fixture.AUDIENCE);
    assertThat(refusal(StepUp.seal(statement, Fixture.DEVICE_KEY, asDecision).wire()))
        .isEqualTo(RefusalCode.CLIENT_DATA_MISMATCH);
    assertThat(
            refusal(
                new StepUp(
                        Bytes.of(statement),
                        Bytes.of(
                            Fixture.DEVICE_KEY.sign(DecisionStatement.deviceSigned(statement))),
                        asDecision)
                    .wire()))
        .isEqualTo(RefusalCode.BAD_DEVICE_SIGNATURE);
  }

  @Test
  @DisplayName("S0.2 a change of tokens is never taken for a decision")
  void stepUpIsNoDecision() throws RefusedException {
    assertThat(
            catchThrowableOfType(
                    RefusedException.class, () -> ApprovalProof.parse(signed(statement(ADD))))
                .code())
        .isEqualTo(RefusalCode.MALFORMED_PROOF);
    assertThat(
            catchThrowableOfType(
                    RefusedException.class, () -> DecisionStatement.parse(statement(ADD).bytes()))
                .code())
        .isEqualTo(RefusalCode.MALFORMED_STATEMENT);

    // A token that signed a decision's statement as a change has not decided.
    Scenario.Wire decided = Fixture.approval().build();
    ApprovalProof proof = ApprovalProof.parse(decided.proof().wire());
    Digest asChange = TokenChangeStatement.challenge(proof.statement().toArray());
    Scenario.Wire moved =
        Fixture.approval()
            .evidence(_ -> Fixture.TOKEN.assertion(asChange, Fixture.AUDIENCE))
            .build();
    assertThat(Verifier.authorize(moved.submission(), live))
        .isInstanceOfSatisfying(
            Authorization.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.CLIENT_DATA_MISMATCH));
  }

  static Stream<Arguments> otherContexts() {
    return Stream.of(
        edited("wrong_issuer", "\"iss\":\"" + Fixture.ISSUER, "\"iss\":\"other.example.com"),
        edited("wrong_audience", "\"aud\":\"" + Fixture.AUDIENCE, "\"aud\":\"other.example.com"),
        edited("wrong_epoch", Fixture.EPOCH.base64Url(), Bytes.of(new byte[16]).base64Url()),
        edited("challenge_expired", "\"exp\":" + (NOW + 60), "\"exp\":" + NOW),
        edited("unknown_device", Fixture.DEVICE_JKT, "somebody-elses"),
        edited("device_mismatch", "\"approver\":\"maria\"", "\"approver\":\"jonas\""),
        edited("unsupported_version", "\"v\":1", "\"v\":2"),
        edited("malformed_statement", "\"do\":\"add\"", "\"do\":\"unlock\""),
        edited("malformed_statement", "\"blue key\"", "\" \""),
        edited("malformed_statement", "\"blue key\"", "\"" + "k".repeat(101) + "\""),
        edited("malformed_statement", "\"at\":", "\"and\":1,\"at\":"));
  }

  private static Arguments edited(String code, String from, String to) {
    UnaryOperator<String> edit = text -> text.replace(from, to);
    return Arguments.of(code, edit);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherContexts")
  @DisplayName("S1.3 a change for another gateway, ledger, time, device or approver is refused")
  void otherContext(String code, UnaryOperator<String> edit) {
    String text = new String(statement(ADD).bytes(), StandardCharsets.UTF_8);
    String other = edit.apply(text);
    assertThat(other).isNotEqualTo(text);

    byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
    assertThat(refusal(signed(bytes, Fixture.DEVICE_KEY, Fixture.TOKEN)).wire()).isEqualTo(code);
  }

  static Stream<Arguments> enrolments() {
    return Stream.of(
        changed("device_revoked", live -> device(live, Standing.REVOKED)),
        changed("device_suspended", live -> device(live, Standing.SUSPENDED)),
        changed("approver_revoked", StepUpTest::revokeApprover),
        changed("unknown_token", live -> live.tokens.clear()),
        changed("token_revoked", live -> token(live, false, Standing.REVOKED)),
        changed("token_suspended", live -> token(live, false, Standing.SUSPENDED)),
        changed("demo_key_refused", live -> token(live, true, Standing.GOOD)));
  }

  private static Arguments changed(String code, Consumer<MemoryLiveState> change) {
    return Arguments.of(code, change);
  }

  private static void device(MemoryLiveState live, Standing standing) {
    live.devices.put(
        Fixture.DEVICE_JKT,
        new StoredDevice(Fixture.DEVICE_KEY.publicKey(), Fixture.APPROVER, standing));
  }

  private static void revokeApprover(MemoryLiveState live) {
    live.approvers.put(
        Fixture.APPROVER,
        new StoredApprover(
            Fixture.APPROVER, Fixture.PERSON, List.of(Fixture.GROUP), Standing.REVOKED));
  }

  private static void token(MemoryLiveState live, boolean demo, Standing standing) {
    live.tokens.put(
        Fixture.TOKEN.id(),
        new StoredToken(Fixture.TOKEN.credential(), Fixture.APPROVER, demo, standing));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("enrolments")
  @DisplayName("S0.5 a change signed by what is not enrolled, or no longer, is refused")
  void notEnrolled(String code, Consumer<MemoryLiveState> change) {
    change.accept(live);

    assertThat(refusal(signed(statement(ADD))).wire()).isEqualTo(code);
  }

  @Test
  @DisplayName("S3.3 a change needs the user's verification, not a touch alone")
  void noUserVerification() {
    byte[] statement = statement(ADD).bytes();
    Evidence touched =
        Fixture.TOKEN.assertion(
            TokenChangeStatement.challenge(statement),
            Fixture.AUDIENCE,
            _ -> Fixture.TOKEN.authenticatorData(Fixture.AUDIENCE, 0x01),
            UnaryOperator.identity());

    assertThat(refusal(StepUp.seal(statement, Fixture.DEVICE_KEY, touched).wire()))
        .isEqualTo(RefusalCode.USER_NOT_VERIFIED);
  }

  @Test
  @DisplayName("another device key, another token and another call are refused")
  void otherKeys() {
    byte[] statement = statement(ADD).bytes();
    assertThat(refusal(signed(statement, TestKeys.p256("thief"), Fixture.TOKEN)))
        .isEqualTo(RefusalCode.BAD_DEVICE_SIGNATURE);
    assertThat(refusal(signed(statement, Fixture.DEVICE_KEY, SoftwareToken.named("jonas"))))
        .isEqualTo(RefusalCode.UNKNOWN_TOKEN);
    SoftwareToken forged =
        new SoftwareToken(Fixture.TOKEN.credentialId(), TestKeys.p256("thief"), 7, "");
    assertThat(refusal(signed(statement, Fixture.DEVICE_KEY, forged)))
        .isEqualTo(RefusalCode.BAD_TOKEN_SIGNATURE);
    assertThat(
            catchThrowableOfType(
                    RefusedException.class,
                    () ->
                        ConfirmedChange.verify(
                            signed(statement(ADD)), "another-jkt", Fixture.EPOCH, live))
                .code())
        .isEqualTo(RefusalCode.DEVICE_MISMATCH);
  }

  @Test
  @DisplayName("S0.2 every changed bit of a step-up is refused")
  void everyBit() throws RefusedException {
    byte[] wire = signed(statement(ADD));
    verify(wire);
    for (int at = 0; at < wire.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] mutant = wire.clone();
        mutant[at] ^= (byte) (1 << bit);
        assertThat(catchThrowableOfType(RefusedException.class, () -> verify(mutant)))
            .as("byte %d, bit %d", at, bit)
            .isNotNull();
      }
    }
  }

  private void enrolCard(boolean userVerified) throws RefusedException {
    Credential.Card card = CardFixture.CARD.credential(userVerified);
    live.tokens.put(card.id(), new StoredToken(card, Fixture.APPROVER, false, Standing.GOOD));
    live.cards =
        new CardRules(
            CardFixture.certificates(),
            RevocationMaterial.parse(CardFixture.crls(), List.of()),
            Freshness.archived());
  }

  private static byte[] byCard(CardJws.Type type) {
    byte[] statement = statement(ADD).bytes();
    Evidence evidence = new X509Evidence(CardFixture.CARD.jws(type, Bytes.of(statement)));
    return StepUp.seal(statement, Fixture.DEVICE_KEY, evidence).wire();
  }

  @Test
  @DisplayName("S3.3 a card confirms a change with a JWS of a type of its own, and no other")
  void card() throws RefusedException {
    enrolCard(true);

    assertThat(verify(byCard(CardJws.Type.TOKEN_CHANGE)).credential().kind()).isEqualTo("x509");
    assertThat(refusal(byCard(CardJws.Type.DECISION))).isEqualTo(RefusalCode.MALFORMED_JWS);
    assertThat(refusal(byCard(CardJws.Type.ENROLMENT))).isEqualTo(RefusalCode.MALFORMED_JWS);
  }

  @Test
  @DisplayName("a card's certificate is judged for a change as it is for a decision")
  void cardWithoutTrust() throws RefusedException {
    enrolCard(true);
    live.cards = CardRules.NONE;

    assertThat(refusal(byCard(CardJws.Type.TOKEN_CHANGE)))
        .isEqualTo(RefusalCode.CERTIFICATE_NOT_TRUSTED);
  }

  @Test
  @DisplayName("what shows possession only adds nothing that is worth more")
  void possessionAddsPossession() throws RefusedException {
    enrolCard(false);
    ConfirmedChange confirmed = verify(byCard(CardJws.Type.TOKEN_CHANGE));

    assertThat(confirmed.mayAdd(Fixture.TOKEN.credential())).isFalse();
    assertThat(confirmed.mayAdd(CardFixture.CARD_RSA.credential(true))).isFalse();
    assertThat(confirmed.mayAdd(CardFixture.CARD_RSA.credential(false))).isTrue();
  }
}
