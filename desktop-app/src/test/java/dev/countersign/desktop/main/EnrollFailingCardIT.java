package dev.countersign.desktop.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.bridge.demo.card.SoftHsmToken;
import dev.countersign.bridge.demo.card.SoftHsmUnavailableException;
import dev.countersign.desktop.approval.NativeModule;
import dev.countersign.desktop.cli.ExitCode;
import dev.countersign.desktop.demo.CardGateway;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.x509.Certificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two cards, one of them behind a module in C that hangs, crashes or answers garbage: each failure
 * has its sentence, nothing is enrolled by it, and the other card is enrolled right after it.
 */
@DisplayName("countersign enroll --card, where a module fails")
class EnrollFailingCardIT {
  private static final String PIN = "246810";
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration HURRY = Duration.ofSeconds(3);

  /** Places in CK_FUNCTION_LIST. */
  private static final int GET_SLOT_LIST = 4;

  private static final int GET_ATTRIBUTE_VALUE = 24;
  private static final int FIND_OBJECTS = 27;
  private static final int SIGN = 43;

  @TempDir private static Path shared;

  private static final DemoCardAuthority AUTHORITY = DemoCardAuthority.create(CLOCK);
  private static Path hostile;
  private static Held failing;
  private static Held sound;

  @TempDir private Path folder;

  private CardGateway gateway;
  private InstalledDesk desk;
  private Path how;

  /**
   * A card with one certificate.
   *
   * @param name the first digits of the certificate's SHA-256
   */
  private record Held(CardModule module, String name) {}

  @BeforeAll
  static void start() throws Exception {
    hostile = NativeModule.compile("hostile-module.c", shared);
    try {
      failing = card("Alex");
      sound = card("Sam");
    } catch (SoftHsmUnavailableException missing) {
      abort("not run: " + missing.getMessage());
    }
  }

  private static Held card(String owner) throws Exception {
    SoftHsmToken token = SoftHsmToken.create(shared.resolve(owner), owner, PIN);
    PublicKey key = token.addKey(new SoftHsmToken.Key("02", SoftHsmToken.Kind.P256, true));
    byte[] der = AUTHORITY.issue(AUTHORITY.usual(owner, key, true));
    token.addCertificate("02", "Approvals", der);
    String name = HexFormat.of().formatHex(Certificate.parse(Bytes.of(der)).thumbprint().toArray());
    return new Held(token.module(), name.substring(0, 12));
  }

  @BeforeEach
  void install() throws Exception {
    gateway = CardGateway.start(folder.resolve("gateway"), AUTHORITY);
    desk = new InstalledDesk(folder.resolve("desk"), gateway);
    how = folder.resolve("how");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** The module of Alex's card, whose function at this place does what the file says. */
  private CardModule failingAt(int place) {
    Map<String, String> environment = new HashMap<>(failing.module().environment());
    environment.put("HOSTILE_REAL", failing.module().library().toString());
    environment.put("HOSTILE_AT", Integer.toString(place));
    environment.put("HOSTILE_HOW", "");
    environment.put("HOSTILE_WHILE", how.toString());
    return new CardModule("hostile", hostile, environment);
  }

  private void assertNothingEnrolled(int exit, int expected, String... words) {
    assertThat(desk.said())
        .contains(words)
        .contains("Nothing was enrolled.")
        .doesNotContain(PIN, "Exception");
    assertThat(exit).isEqualTo(expected);
    assertThat(desk.folder().isEnrolled()).isFalse();
    assertThat(gateway.enrolledTokens()).isEmpty();
  }

  private void assertEnrolls(Held card) throws Exception {
    assertThat(desk.enroll(PIN, "--certificate", card.name())).as(desk.said()).isZero();
    assertThat(EnrolmentPins.load(desk.folder().enrolment()).cards())
        .singleElement()
        .satisfies(each ->
            assertThat(HexFormat.of().formatHex(each.chain().getFirst().thumbprint().toArray()))
                .startsWith(card.name()));
  }

  @Test
  @DisplayName("D4 in the middle of signing it hangs, crashes or gives garbage; then all is well")
  void signing() throws Exception {
    desk.use(failingAt(SIGN), sound.module());
    String[] wanted = {"--certificate", failing.name()};

    Files.writeString(how, "crash");
    assertNothingEnrolled(
        desk.enroll(PIN, wanted),
        ExitCode.NO,
        "The card cannot be used: The smart card module hostile",
        "crashed.",
        "Try again: the module is started anew.");
    Files.writeString(how, "noise");
    assertNothingEnrolled(
        desk.enroll(PIN, wanted), ExitCode.NO, "is not a signature of its certificate's key.");
    Files.writeString(how, "hang");
    desk.hurrySigning(HURRY);
    assertNothingEnrolled(
        desk.enroll(PIN, wanted),
        ExitCode.NO,
        "module hostile",
        "did not answer in time and was stopped.");
    desk.takeTime();

    assertEnrolls(sound);
    assertFurtherCard(wanted);
  }

  /** {@code token add --card}, confirmed by the card that is enrolled. */
  private void assertFurtherCard(String... wanted) throws Exception {
    Files.writeString(how, "crash");
    assertThat(add(wanted)).isEqualTo(ExitCode.NO);
    assertThat(desk.said()).contains("crashed.", "Nothing was changed.").doesNotContain(PIN);
    Files.delete(how);
    assertThat(add(wanted)).as(desk.said()).isZero();
    assertThat(EnrolmentPins.load(desk.folder().enrolment()).cards()).hasSize(2);
  }

  private int add(String... wanted) {
    byte[] pins = (PIN + "\n" + PIN + "\n").getBytes(StandardCharsets.UTF_8);
    List<String> line = List.of("token", "add", "--card", "--name", "further", "--pin-stdin");
    return desk.run(
        new ByteArrayInputStream(pins),
        Stream.concat(line.stream(), List.of(wanted).stream()).toList());
  }

  @Test
  @DisplayName(
      "D4 in the middle of reading it gives garbage or no end: said, and the other goes on")
  void reading() throws Exception {
    Files.writeString(how, "noise");
    desk.use(failingAt(GET_ATTRIBUTE_VALUE));
    assertNothingEnrolled(
        desk.enroll(PIN), ExitCode.NO, "The card holds no certificate that could approve.");

    Files.writeString(how, "endless");
    desk.use(failingAt(FIND_OBJECTS));
    assertNothingEnrolled(
        desk.enroll(PIN), ExitCode.NO, "module hostile", "broke the PKCS#11 standard");

    desk.use(failingAt(FIND_OBJECTS), sound.module());
    assertEnrolls(sound);
    assertThat(desk.said()).contains("module hostile", "broke the PKCS#11 standard");
  }

  @Test
  @DisplayName("D4 before it shows a card it hangs or crashes: it is named, and the other goes on")
  void looking() throws Exception {
    Files.writeString(how, "hang");
    desk.use(failingAt(GET_SLOT_LIST));
    desk.hurryLooking(HURRY);
    assertNothingEnrolled(
        desk.enroll(PIN),
        ExitCode.ENVIRONMENT_MISSING,
        "module hostile",
        "did not answer in time and was stopped.",
        "No smart card is attached to this computer.");
    desk.takeTime();

    Files.writeString(how, "crash");
    desk.use(failingAt(GET_SLOT_LIST), sound.module());
    assertThat(desk.enroll(PIN)).as(desk.said()).isZero();
    assertThat(desk.said()).contains("module hostile", "crashed", "Enrolling " + sound.name());
  }
}
