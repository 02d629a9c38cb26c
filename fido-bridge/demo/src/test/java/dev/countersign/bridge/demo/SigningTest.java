package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.CLIENT_DATA;
import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.RP_ID;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.yubico.webauthn.data.AttestationObject;
import com.yubico.webauthn.data.ByteArray;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.proof.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SigningTest {

  private final DemoDesk desk = new DemoDesk();
  private final RegistrationOutcome.Registered credential = desk.registered();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  @DisplayName("D3 with the right PIN and a touch, the key signs exactly the client data given")
  void signs() throws Exception {
    TokenOperation<SignOutcome> operation =
        desk.start(RIGHT_PIN, PLENTY, credential.credentialId());
    await().until(desk.key::waitsForTouch);
    desk.key.touch();

    SignOutcome.Signed signed = (SignOutcome.Signed) get(operation);

    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(publicKey());
    verifier.update(signed.authenticatorData().toArray());
    verifier.update(Sha256.of(CLIENT_DATA.toArray()));
    assertThat(verifier.verify(signed.signature().toArray())).isTrue();
    assertThat(signed.credentialId()).isEqualTo(credential.credentialId());
  }

  @Test
  @DisplayName(
      "authenticator data is 37 bytes: the relying party's hash, flags UP and UV, a counter")
  void authenticatorData() {
    ByteBuffer data = ByteBuffer.wrap(signNow().authenticatorData().toArray());

    byte[] rpIdHash = new byte[32];
    data.get(rpIdHash);
    assertThat(data.limit()).isEqualTo(37);
    assertThat(rpIdHash).isEqualTo(Sha256.of(RP_ID.getBytes(StandardCharsets.UTF_8)));
    assertThat(data.get()).isEqualTo((byte) 0x05);
  }

  @Test
  @DisplayName("the signature counter rises with every signature")
  void counter() {
    int first = ByteBuffer.wrap(signNow().authenticatorData().toArray()).getInt(33);
    int second = ByteBuffer.wrap(signNow().authenticatorData().toArray()).getInt(33);

    assertThat(second).isGreaterThan(first);
  }

  @Test
  @DisplayName("the key's keepalives are reported as touch needed, after PIN and processing")
  void progress() {
    TokenOperation<SignOutcome> operation =
        desk.start(RIGHT_PIN, PLENTY, credential.credentialId());
    await().until(() -> desk.progress.contains(TokenProgress.TOUCH_NEEDED));
    desk.key.touch();
    get(operation);

    assertThat(desk.progress)
        .containsExactly(
            TokenProgress.CONNECTING,
            TokenProgress.VERIFYING_PIN,
            TokenProgress.PROCESSING,
            TokenProgress.TOUCH_NEEDED);
  }

  @Test
  @DisplayName("a progress listener that throws does not disturb the signature")
  void brokenListener() {
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

    SignOutcome outcome =
        get(
            desk.start(
                RIGHT_PIN,
                any -> {
                  throw new IllegalStateException("a fault in the window");
                },
                credential.credentialId()));

    assertThat(outcome).isInstanceOf(SignOutcome.Signed.class);
  }

  @Test
  @DisplayName("a credential of another key is told apart as not this key")
  void otherKey() {
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

    assertThat(desk.sign(RIGHT_PIN, Bytes.of(new byte[32])))
        .isEqualTo(new SignOutcome.NotThisKey());
  }

  @Test
  @DisplayName("a credential id longer than any of this key's is not this key")
  void tooLongId() {
    assertThat(desk.sign(RIGHT_PIN, Bytes.of(new byte[200])))
        .isEqualTo(new SignOutcome.NotThisKey());
  }

  @Test
  @DisplayName(
      "more credentials than the key takes in one list are refused as too many, not ignored")
  void tooManyIds() {
    Bytes[] ids = new Bytes[17];
    Arrays.fill(ids, credential.credentialId());

    assertThat(desk.sign(RIGHT_PIN, ids))
        .isInstanceOfSatisfying(
            TokenFailure.Unusable.class,
            unusable -> assertThat(unusable.reason()).isEqualTo(TokenFailure.Reason.NOT_SUPPORTED));
  }

  @Test
  @DisplayName("a credential is found among others")
  void amongOthers() {
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);

    SignOutcome outcome = desk.sign(RIGHT_PIN, Bytes.of(new byte[32]), credential.credentialId());

    assertThat(((SignOutcome.Signed) outcome).credentialId()).isEqualTo(credential.credentialId());
  }

  @Test
  @DisplayName("a key whose owner says no answers refused")
  void denied() {
    TokenOperation<SignOutcome> operation =
        desk.start(RIGHT_PIN, PLENTY, credential.credentialId());
    await().until(desk.key::waitsForTouch);
    desk.key.deny();

    assertThat(get(operation)).isEqualTo(new TokenFailure.Refused());
  }

  @Test
  @DisplayName("a key that nobody touches gives up and the outcome is timed out")
  void keyGivesUp() {
    desk.key.touchPatience(Duration.ofMillis(150));

    assertThat(desk.sign(RIGHT_PIN, credential.credentialId()))
        .isEqualTo(new TokenFailure.TimedOut());
  }

  @Test
  @DisplayName("at the deadline the key is told to stop and the outcome is timed out")
  void deadline() {
    SignOutcome outcome =
        get(desk.start(RIGHT_PIN, Duration.ofSeconds(3), credential.credentialId()));

    assertThat(outcome).isEqualTo(new TokenFailure.TimedOut());
    assertThat(desk.key.cancelsReceived()).isEqualTo(1);
    assertThat(desk.key.waitsForTouch()).isFalse();
  }

  @Test
  @DisplayName("a cancel reaches the key and the key is free again")
  void cancel() {
    TokenOperation<SignOutcome> operation =
        desk.start(RIGHT_PIN, PLENTY, credential.credentialId());
    await().until(desk.key::waitsForTouch);
    operation.cancel();

    assertThat(get(operation)).isEqualTo(new TokenFailure.Cancelled());
    assertThat(desk.key.cancelsReceived()).isEqualTo(1);
    assertThat(signNow()).isNotNull();
  }

  @Test
  @DisplayName("an operation that waits for its turn is cancelled at once, and its PIN wiped")
  void cancelQueued() {
    TokenOperation<SignOutcome> first = desk.start(RIGHT_PIN, PLENTY, credential.credentialId());
    await().until(desk.key::waitsForTouch);
    char[] chars = RIGHT_PIN.toCharArray();
    TokenOperation<SignOutcome> second =
        desk.token()
            .sign(
                DemoDesk.request(
                    Optional.of(Pin.takeOver(chars)), PLENTY, credential.credentialId()),
                any -> {});
    second.cancel();

    assertThat(second.result()).isCompletedWithValue(new TokenFailure.Cancelled());
    assertThat(chars).containsOnly('\0');
    assertThat(first.result()).isNotDone();
    first.cancel();
    assertThat(get(first)).isEqualTo(new TokenFailure.Cancelled());
  }

  @Test
  @DisplayName("a caller who completes the result does not stop the key")
  void resultIsACopy() {
    TokenOperation<SignOutcome> operation =
        desk.start(RIGHT_PIN, PLENTY, credential.credentialId());
    operation.result().cancel(true);
    await().until(desk.key::waitsForTouch);
    desk.key.touch();

    assertThat(get(operation)).isInstanceOf(SignOutcome.Signed.class);
  }

  @Test
  @DisplayName("a key pulled out while it waits for a touch is reported as removed")
  void pulledByHand() {
    TokenOperation<SignOutcome> operation =
        desk.start(RIGHT_PIN, PLENTY, credential.credentialId());
    await().until(desk.key::waitsForTouch);
    desk.key.unplug();

    assertThat(get(operation)).isEqualTo(new TokenFailure.Removed());
  }

  @Test
  @DisplayName("a key that vanishes in the middle of its answer is reported as removed")
  void pulledByFault() {
    desk.key.fault(DemoFault.PULLED_AT_TOUCH);

    assertThat(desk.sign(RIGHT_PIN, credential.credentialId()))
        .isEqualTo(new TokenFailure.Removed());
  }

  @Test
  @DisplayName("a token that was pulled out answers removed to every later request")
  void afterRemoval() {
    var token = desk.token();
    desk.key.unplug();

    var outcome =
        get(
            token.sign(
                DemoDesk.request(DemoDesk.pin(RIGHT_PIN), PLENTY, credential.credentialId()),
                any -> {}));

    assertThat(outcome).isEqualTo(new TokenFailure.Removed());
  }

  @Test
  @DisplayName("a key that never answers is given up at the deadline")
  void neverAnswers() {
    desk.key.fault(DemoFault.NEVER_ANSWERS);

    SignOutcome outcome =
        get(desk.start(RIGHT_PIN, Duration.ofMillis(300), credential.credentialId()));

    assertThat(outcome).isEqualTo(new TokenFailure.TimedOut());
  }

  @Test
  @DisplayName("a cancel ends the wait for a key that never answers")
  void cancelNeverAnswers() {
    desk.key.fault(DemoFault.NEVER_ANSWERS);
    TokenOperation<SignOutcome> operation =
        desk.start(RIGHT_PIN, PLENTY, credential.credentialId());
    await().until(() -> desk.progress.contains(TokenProgress.CONNECTING));
    operation.cancel();

    assertThat(get(operation)).isEqualTo(new TokenFailure.Cancelled());
  }

  @Test
  @DisplayName("a U2F-only key is told apart and not asked for anything")
  void u2fOnly() {
    desk.key.unplug();
    desk.key.fault(DemoFault.U2F_ONLY);
    desk.key.plug();
    await()
        .until(() ->
            desk.watcher.tokens().size() == 1 && desk.token().info().id().value().endsWith(":2"));

    assertThat(desk.sign(RIGHT_PIN, credential.credentialId()))
        .isInstanceOfSatisfying(
            TokenFailure.Unusable.class,
            unusable -> assertThat(unusable.reason()).isEqualTo(TokenFailure.Reason.U2F_ONLY));
    assertThat(desk.progress).containsExactly(TokenProgress.CONNECTING);
  }

  private SignOutcome.Signed signNow() {
    desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    return (SignOutcome.Signed) desk.sign(RIGHT_PIN, credential.credentialId());
  }

  /** From the attestation object, by means that share nothing with the code under test. */
  private PublicKey publicKey() throws Exception {
    var attestation =
        new AttestationObject(new ByteArray(credential.attestationObject().toArray()));
    byte[] cose =
        attestation
            .getAuthenticatorData()
            .getAttestedCredentialData()
            .orElseThrow()
            .getCredentialPublicKey()
            .getBytes();
    Map<?, ?> key = (Map<?, ?>) CborDecoder.decode(cose, 0);
    AlgorithmParameters p256 = AlgorithmParameters.getInstance("EC");
    p256.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point =
        new ECPoint(
            new BigInteger(1, (byte[]) key.get(-2L)), new BigInteger(1, (byte[]) key.get(-3L)));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, p256.getParameterSpec(ECParameterSpec.class)));
  }
}
