package dev.countersign.bridge.demo.piv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.demo.card.DemoCardAuthority;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The card on its own, byte for byte, as SP 800-73-4 Part 2 has it. */
@DisplayName("The virtual PIV card")
class VirtualPivCardTest {

  private static final DemoCardAuthority AUTHORITY = DemoCardAuthority.create(Clock.systemUTC());
  private static final Map<PivSlot, VirtualPivCard.Credential> KEYS =
      VirtualPivCard.issue(AUTHORITY, "Alex Morgan", PivKey.Kind.P256);
  private static final String SELECT = "00A404000BA00000030800001000010000";
  private static final String RIGHT_PIN = "0020008008313233343536FFFF";
  private static final String WRONG_PIN = "0020008008363534333231FFFF";
  private static final String PIN_STATE = "00200080";
  private static final String HASH = "11".repeat(32);
  private static final String SIGN_INPUT = "7C2482008120" + HASH;
  private static final String SIGN_9A = "0087119A26" + SIGN_INPUT + "00";
  private static final String SIGN_9C = "0087119C26" + SIGN_INPUT + "00";

  private VirtualPivCard card = VirtualPivCard.of("123456", KEYS);

  @BeforeEach
  void select() {
    assertThat(send(SELECT)).startsWith("61").endsWith("9000");
  }

  private String send(String apdu) {
    return send(card, apdu);
  }

  private static String send(VirtualPivCard card, String apdu) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(card.transmit(HexFormat.of().parseHex(apdu)).orElseThrow());
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  @Test
  @DisplayName("is selected by its identifier with and without version, and by no other")
  void selection() {
    assertThat(send("00A4040009A0000003080000100000")).endsWith("9000");
    assertThat(send("00A4040009A0000003080000200000")).isEqualTo("6A82");
    assertThat(send("00A4040005A00000030800")).isEqualTo("6A82");
    assertThat(send("00A404000CA0000003080000100001000000")).isEqualTo("6A82");
    assertThat(send("00A4000000")).isEqualTo("6A86");
    assertThat(send(PIN_STATE)).as("stays selected after another was not found").isEqualTo("63C3");
  }

  @Test
  @DisplayName("knows no command before it is selected, and after a reset")
  void reset() {
    send(RIGHT_PIN);
    card.reset();
    assertThat(send(PIN_STATE)).isEqualTo("6D00");
    send(SELECT);
    assertThat(send(PIN_STATE)).isEqualTo("63C3");
  }

  @Test
  @DisplayName("names itself in its answer to reset, with a check byte that is right")
  void answerToReset() {
    byte[] atr = card.atr();
    int check = 0;
    for (byte each : Arrays.copyOfRange(atr, 1, atr.length)) {
      check ^= each;
    }
    assertThat(check).isZero();
    assertThat(HexFormat.of().formatHex(atr)).contains("f9a00000030800001000");
  }

  @Test
  @DisplayName("has the objects that a host looks for, and says which it has not")
  void objects() {
    assertThat(data("7E")).startsWith("7E").endsWith("9000");
    assertThat(data("5FC102")).startsWith("53").endsWith("9000");
    assertThat(data("5FC107")).startsWith("53").endsWith("9000");
    assertThat(data("5FC10C")).startsWith("53").endsWith("9000");
    assertThat(data("5FC10B")).as("no key management certificate").isEqualTo("6A82");
    assertThat(send("00CB3FFF055D035FC10200")).isEqualTo("6A80");
    assertThat(send("00CB3F00055C035FC10200")).isEqualTo("6A86");
  }

  private String data(String tag) {
    int length = tag.length() / 2;
    return send("00CB3FFF%02X5C%02X%s00".formatted(length + 2, length, tag));
  }

  @Test
  @DisplayName("gives a certificate in parts to a short command and whole to an extended one")
  void certificateInParts() throws Exception {
    String first = data("5FC105");
    assertThat(first).hasSize(2 * 258);
    String status = first.substring(512);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(HexFormat.of().parseHex(first.substring(0, 512)));
    while (status.startsWith("61")) {
      String part = send("00C00000" + status.substring(2));
      all.writeBytes(HexFormat.of().parseHex(part.substring(0, part.length() - 4)));
      status = part.substring(part.length() - 4);
    }
    assertThat(status).isEqualTo("9000");

    String whole = send("00CB3FFF0000055C035FC1050000");
    assertThat(whole).endsWith("9000");
    assertThat(HexFormat.of().withUpperCase().formatHex(all.toByteArray()) + "9000")
        .isEqualTo(whole);
    byte[] object = Tlv.parse(all.toByteArray()).orElseThrow().get(0x53);
    byte[] der = Tlv.parse(object).orElseThrow().get(0x70);
    assertThat(certificate(der).getPublicKey())
        .isEqualTo(KEYS.get(PivSlot.AUTHENTICATION).key().publicKey());
    assertThat(send("00C0000000")).as("nothing is left").isEqualTo("9000");
  }

  @Test
  @DisplayName("counts wrong PINs, gives the tries back after a right one, and locks")
  void pinCounter() {
    assertThat(send(WRONG_PIN)).isEqualTo("63C2");
    assertThat(send(PIN_STATE)).isEqualTo("63C2");
    assertThat(send(RIGHT_PIN)).isEqualTo("9000");
    assertThat(send(PIN_STATE)).isEqualTo("9000");
    assertThat(send(WRONG_PIN)).isEqualTo("63C2");
    assertThat(send(WRONG_PIN)).isEqualTo("63C1");
    assertThat(send(WRONG_PIN)).isEqualTo("63C0");
    assertThat(send(RIGHT_PIN)).isEqualTo("6983");
    assertThat(send(PIN_STATE)).isEqualTo("6983");
    assertThat(send(SIGN_9A)).isEqualTo("6982");
    assertThat(card.pinTriesLeft()).isZero();
  }

  @Test
  @DisplayName("of the other make says that it is blocked to the attempt that blocks it")
  void blockedAtOnce() {
    VirtualPivCard other = VirtualPivCard.sayingBlockedAtOnce("123456", KEYS);
    send(other, SELECT);
    send(other, WRONG_PIN);
    send(other, WRONG_PIN);
    assertThat(send(other, WRONG_PIN)).isEqualTo("6983");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0020008006313233343536",
        "0020008008313233343536FF31",
        "00200080083132333435FFFFFF",
        "0020008008FFFFFFFFFFFFFFFF",
        "0020008009313233343536FFFFFF"
      })
  @DisplayName("takes what can be no PIN for no try")
  void impossiblePin(String command) {
    assertThat(send(command)).isEqualTo("6A80");
    assertThat(card.pinTriesLeft()).isEqualTo(3);
  }

  @Test
  @DisplayName("knows no other PIN than its application's")
  void otherReference() {
    assertThat(send("0020000008313233343536FFFF")).isEqualTo("6A88");
  }

  @ParameterizedTest
  @EnumSource(PivKey.Kind.class)
  @DisplayName("signs with each kind of key")
  void signs(PivKey.Kind kind) throws Exception {
    card = VirtualPivCard.of("123456", VirtualPivCard.issue(AUTHORITY, "Alex Morgan", kind));
    send(SELECT);
    send(RIGHT_PIN);
    X509Certificate certificate = certificateIn(PivSlot.AUTHENTICATION);
    byte[] input = new byte[kind == PivKey.Kind.RSA2048 ? 256 : kind == PivKey.Kind.P384 ? 48 : 32];
    new Random(1).nextBytes(input);
    input[0] = 0;

    byte[] signature = signed(signChained(kind, input));

    assertThat(isSignature(certificate.getPublicKey(), input, signature)).isTrue();
  }

  private X509Certificate certificateIn(PivSlot slot) throws Exception {
    String whole = send("00CB3FFF0000055C03%06X0000".formatted(slot.certificateTag()));
    byte[] bytes = HexFormat.of().parseHex(whole.substring(0, whole.length() - 4));
    byte[] object = Tlv.parse(bytes).orElseThrow().get(0x53);
    return certificate(Tlv.parse(object).orElseThrow().get(0x70));
  }

  /** In chained commands of at most 100 bytes. */
  private String signChained(PivKey.Kind kind, byte[] input) {
    byte[] template = Tlv.of(0x7C, Tlv.of(0x82), Tlv.of(0x81, input));
    int at = 0;
    while (template.length - at > 100) {
      byte[] part = Arrays.copyOfRange(template, at, at + 100);
      assertThat(send(authenticate(0x10, kind, part))).isEqualTo("9000");
      at += 100;
    }
    return send(authenticate(0, kind, Arrays.copyOfRange(template, at, template.length)) + "00");
  }

  private static String authenticate(int cla, PivKey.Kind kind, byte[] data) {
    return "%02X87%02X9A%02X%s"
        .formatted(cla, kind.algorithm(), data.length, HexFormat.of().formatHex(data));
  }

  private byte[] signed(String answer) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String part = answer;
    while (true) {
      all.writeBytes(HexFormat.of().parseHex(part.substring(0, part.length() - 4)));
      if (!part.substring(part.length() - 4).startsWith("61")) {
        break;
      }
      part = send("00C00000" + part.substring(part.length() - 2));
    }
    assertThat(part).endsWith("9000");
    byte[] template = Tlv.parse(all.toByteArray()).orElseThrow().get(0x7C);
    return Tlv.parse(template).orElseThrow().get(0x82);
  }

  private static boolean isSignature(PublicKey key, byte[] input, byte[] signature)
      throws Exception {
    if (key.getAlgorithm().equals("RSA")) {
      javax.crypto.Cipher raw = javax.crypto.Cipher.getInstance("RSA/ECB/NoPadding");
      raw.init(javax.crypto.Cipher.ENCRYPT_MODE, key);
      return Arrays.equals(raw.doFinal(signature), input);
    }
    Signature verifier = Signature.getInstance("NONEwithECDSA");
    verifier.initVerify(key);
    verifier.update(input);
    return verifier.verify(signature);
  }

  @Test
  @DisplayName("uses 9A after the PIN again and again, and 9C only immediately after it")
  void pinRules() {
    assertThat(send(SIGN_9A)).isEqualTo("6982");
    assertThat(send(SIGN_9C)).isEqualTo("6982");
    send(RIGHT_PIN);
    assertThat(send(SIGN_9C)).endsWith("9000");
    assertThat(send(SIGN_9C)).isEqualTo("6982");
    assertThat(send(SIGN_9A)).endsWith("9000");
    assertThat(send(SIGN_9A)).endsWith("9000");
    send(RIGHT_PIN);
    data("7E");
    assertThat(send(SIGN_9C)).as("another command came in between").isEqualTo("6982");
    send(RIGHT_PIN);
    send("0020FF80");
    assertThat(send(SIGN_9A)).as("logged out").isEqualTo("6982");
  }

  @Test
  @DisplayName("a wrong PIN ends what a right one began")
  void wrongPinLogsOut() {
    send(RIGHT_PIN);
    send(WRONG_PIN);
    assertThat(send(SIGN_9A)).isEqualTo("6982");
  }

  @Test
  @DisplayName("a chain that another command interrupts is forgotten")
  void interruptedChain() {
    send(RIGHT_PIN);
    assertThat(send("1087119A02" + SIGN_INPUT.substring(0, 4))).isEqualTo("9000");
    data("7E");
    assertThat(send("0087119A24" + SIGN_INPUT.substring(4) + "00")).isEqualTo("6A80");
  }

  @ParameterizedTest
  @MethodSource("malformedInputs")
  @DisplayName("refuses to sign what is not a hash in the right frame")
  void malformedInput(String command) {
    send(RIGHT_PIN);
    assertThat(send(command)).isEqualTo("6A80");
  }

  static Stream<String> malformedInputs() {
    return Stream.of(
        "0087119A26" + "7C2482008121" + HASH + "00",
        "0087119A27" + "7C2582008121" + HASH + "1100",
        "0087119A25" + "7C238200811F" + HASH.substring(2) + "00",
        "0087119A24" + "7C228120" + HASH + "00",
        "0087119A27" + "7C25820100" + "8120" + HASH + "00",
        "0087119A04" + "7C028200" + "00",
        "0087119A0200FF00");
  }

  @Test
  @DisplayName("refuses another algorithm than the key's, and a key that it does not have")
  void wrongKey() {
    send(RIGHT_PIN);
    assertThat(send("0087149A26" + SIGN_INPUT + "00")).isEqualTo("6A86");
    assertThat(send("0087119D26" + SIGN_INPUT + "00")).isEqualTo("6A86");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00", "00A404", "00A404000BA0", "00CB3FFF00", "00CB3FFF0000", "00CB3FFF000005AA"})
  @DisplayName("answers commands of impossible length with a wrong length, or as what they say")
  void malformedCommands(String command) {
    assertThat(send(command)).isIn("6700", "6A80");
  }

  @Test
  @DisplayName("answers every kind of noise with a status word")
  void noise() throws InterruptedException {
    Random random = new Random(4711);
    for (int i = 0; i < 20_000; i++) {
      byte[] command = new byte[random.nextInt(40)];
      random.nextBytes(command);
      if (command.length > 1 && random.nextBoolean()) {
        command[0] = 0;
        command[1] = new byte[] {(byte) 0x87, (byte) 0xCB, 0x20, (byte) 0xA4}[random.nextInt(4)];
      }
      assertThat(card.transmit(command).orElseThrow()).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  @DisplayName("is out of the reader when it is pulled at the PIN or at the signature")
  void pulled() throws Exception {
    card.fault(PivFault.PULLED_AT_PIN);
    assertThat(card.transmit(HexFormat.of().parseHex(RIGHT_PIN))).isEmpty();
    card.fault(PivFault.PULLED_AT_SIGNING);
    send(RIGHT_PIN);
    assertThat(card.transmit(HexFormat.of().parseHex(SIGN_9A))).isEmpty();
    card.fault(PivFault.NONE);
    assertThat(send(SIGN_9A)).endsWith("9000");
    assertThat(card.signaturesAsked()).isEqualTo(2);
  }

  @Test
  @DisplayName("a signature that is asked for after the lock-out is refused")
  void lockedAtSigning() {
    card.fault(PivFault.LOCKED_AT_SIGNING);
    send(RIGHT_PIN);
    assertThat(send(SIGN_9A)).isEqualTo("6982");
    assertThat(send(PIN_STATE)).isEqualTo("6983");
  }

  @Test
  @DisplayName("its garbage is no answer, and its other signature is one of something else")
  void garbage() throws Exception {
    card.fault(PivFault.GARBAGE_SIGNATURE);
    send(RIGHT_PIN);
    assertThat(send(SIGN_9A)).doesNotStartWith("7C").endsWith("9000");
    card.fault(PivFault.OTHER_SIGNATURE);
    byte[] other = signed(send(SIGN_9A));
    assertThat(
            isSignature(
                KEYS.get(PivSlot.AUTHENTICATION).key().publicKey(),
                HexFormat.of().parseHex(HASH),
                other))
        .isFalse();
    card.fault(PivFault.GARBAGE_CERTIFICATES);
    assertThat(data("5FC105")).startsWith("53");
    assertThat(data("7E")).startsWith("7E");
  }

  @Test
  @DisplayName("takes its time only to sign, and can be interrupted")
  void slow() throws Exception {
    card.fault(PivFault.SLOW_SIGNING);
    card.delay(Duration.ofHours(1));
    send(RIGHT_PIN);
    Thread signing =
        Thread.ofVirtual()
            .start(() -> {
              try {
                card.transmit(HexFormat.of().parseHex(SIGN_9A));
              } catch (InterruptedException pulled) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(signing.join(Duration.ofMillis(50))).isFalse();
    signing.interrupt();
    assertThat(signing.join(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  @DisplayName("speaks vpcd's protocol: power, reset, answer to reset, commands")
  void vpcd() throws Exception {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    for (String message :
        new String[] {"01", "04", SELECT, RIGHT_PIN, "02", PIN_STATE, SELECT, "00"}) {
      byte[] bytes = HexFormat.of().parseHex(message);
      in.write(bytes.length >> 8);
      in.write(bytes.length);
      in.write(bytes);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    AtomicInteger greeted = new AtomicInteger();
    new VpcdLink(card, new ByteArrayInputStream(in.toByteArray()), out, greeted::incrementAndGet)
        .serve();

    String said = HexFormat.of().withUpperCase().formatHex(out.toByteArray());
    assertThat(said)
        .startsWith("0010" + HexFormat.of().withUpperCase().formatHex(card.atr()))
        .contains("9000" + "0002" + "9000" + "0002" + "6D00");
    assertThat(greeted).hasValue(1);
  }

  @Test
  @DisplayName("its certificates verify under their authority, which lists the revoked ones")
  void authority() throws Exception {
    X509Certificate root = certificate(AUTHORITY.root());
    X509Certificate own = certificate(KEYS.get(PivSlot.SIGNATURE).certificate().toArray());
    own.verify(root.getPublicKey());
    own.checkValidity();
    assertThat(own.getExtendedKeyUsage()).containsExactly(DemoCardAuthority.APPROVAL_EKU);
    assertThat(own.getSubjectX500Principal().getName()).contains("CN=Alex Morgan");
    assertThat(crl().isRevoked(own)).isFalse();

    AUTHORITY.revoke(own.getSerialNumber());

    assertThat(crl().isRevoked(own)).isTrue();
    crl().verify(root.getPublicKey());
  }

  private static X509CRL crl() throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(AUTHORITY.crl()));
  }

  private static X509Certificate certificate(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
