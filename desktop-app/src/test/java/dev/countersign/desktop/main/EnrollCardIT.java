package dev.countersign.desktop.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardChange;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.bridge.demo.card.SoftHsmToken;
import dev.countersign.bridge.demo.card.SoftHsmUnavailableException;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.FakeCard;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.approval.Journey;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.Journeys;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.cli.Commands;
import dev.countersign.desktop.cli.ExitCode;
import dev.countersign.desktop.cli.Launchers;
import dev.countersign.desktop.demo.CardGateway;
import dev.countersign.desktop.demo.HeldToken;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.desktop.wiring.Opening;
import dev.countersign.desktop.wiring.Wiring;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.DecisionStatement.App;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.x509.Certificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as it is installed, a card behind SoftHSM2 that {@code settings.toml} names, and a
 * gateway over HTTP that takes the cards of one authority.
 */
@DisplayName("countersign enroll --card, against a real gateway")
class EnrollCardIT {
  private static final String PIN = "246810";
  private static final Clock CLOCK = Clock.systemUTC();
  private static final App APP = new App("desk", "test");

  @TempDir private Path folder;

  private final InputStream standardInput = System.in;
  private final DemoCardAuthority authority = DemoCardAuthority.create(CLOCK);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<FakeCard> fake = Optional.empty();
  private DeskFolder desk;
  private CardGateway gateway;
  private SoftHsmToken token;
  private PublicKey key;

  @BeforeEach
  void start() throws Exception {
    try {
      token = SoftHsmToken.create(folder.resolve("hsm"), "Card", PIN);
      key = token.addKey(new SoftHsmToken.Key("02", SoftHsmToken.Kind.P256, true));
    } catch (SoftHsmUnavailableException missing) {
      abort("not run: " + missing.getMessage());
    }
    desk = new DeskFolder(folder.resolve("state").resolve("countersign"));
    settings(token.module());
    gateway = CardGateway.start(folder.resolve("gateway"), authority);
  }

  @AfterEach
  void stop() {
    System.setIn(standardInput);
    if (gateway != null) {
      gateway.close();
    }
  }

  private void settings(CardModule module) throws Exception {
    Files.createDirectories(desk.path());
    StringBuilder toml = new StringBuilder("[[card_module]]\nname = \"" + module.name() + "\"\n");
    toml.append("library = \"").append(module.library()).append("\"\n");
    if (!module.environment().isEmpty()) {
      toml.append("[card_module.environment]\n");
      module
          .environment()
          .forEach((name, value) -> toml.append(name).append(" = \"").append(value).append("\"\n"));
    }
    Files.writeString(desk.settings(), toml);
  }

  /** Puts a certificate beside the key; gives its SHA-256. */
  private String certificate(String id, DemoCardAuthority.Wanted wanted) throws Exception {
    byte[] der = authority.issue(wanted);
    token.addCertificate(id, "Approvals", der);
    return HexFormat.of().formatHex(Certificate.parse(Bytes.of(der)).thumbprint().toArray());
  }

  private String usual() throws Exception {
    return certificate("02", authority.usual("Alex Morgan", key, true));
  }

  private int enroll(String input, String... more) {
    return enrollWith(gateway.code(), input, more);
  }

  private int enrollWith(String code, String input, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "enroll",
                "--gateway",
                gateway.base().toString(),
                "--code=" + code,
                "--card",
                "--pin-stdin"));
    line.addAll(List.of(more));
    return run(input, line);
  }

  private int run(String input, List<String> line) {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Launchers installed = new DesktopLaunchers(APP, desk);
    return Commands.commandLine(
            fake.<Launchers>map(card -> new WithCard(installed, card)).orElse(installed), "test")
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.toArray(String[]::new));
  }

  private void assertNothingEnrolled() {
    assertThat(err.toString()).contains("Nothing was enrolled.");
    assertThat(desk.isEnrolled()).isFalse();
    assertThat(gateway.enrolledTokens()).isEmpty();
  }

  @Test
  @DisplayName("D4 D7 at a terminal the card is enrolled, and one decision is signed with it")
  void whole() throws Exception {
    String thumbprint = usual();
    certificate("02", authority.usual("Alex Morgan (admin)", key, false));
    certificate("02", expired());

    assertThat(atTerminal(thumbprint))
        .contains("Alex Morgan")
        .contains("issued by CN=Demo card authority")
        .contains("It has expired.")
        .contains("A certificate is named by 4 to 64 hexadecimal digits")
        .contains("PIN of the card “Card”")
        .contains("Enrolling " + thumbprint.substring(0, 12))
        .contains("Enrolled as ada at gateway.test; the card's certificate states that it asks")
        .doesNotContain(PIN);
    assertThat(EnrolmentPins.load(desk.enrolment()).cards())
        .singleElement()
        .satisfies(card -> assertThat(card.name()).isEqualTo("my card"));
    assertThat(run("", List.of("token", "list"))).isZero();
    assertThat(out.toString()).contains("card 1  Card").contains(thumbprint.substring(0, 12));
    assertThat(run("", List.of("token", "enrolled"))).isZero();
    assertThat(out.toString()).contains("card  my card");
    assertThat(run("", List.of("token", "info", "--card", "1"))).isZero();
    assertThat(out.toString())
        .contains("module       SoftHSM2")
        .contains("PIN          set; 4 to 255 bytes")
        .contains("for digital signature, " + DemoCardAuthority.APPROVAL_EKU)
        .contains("It cannot approve. It has expired.")
        .contains("approvals    ready");
    decides();
    assertThat(enroll(PIN + "\n")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("enrolled already");
  }

  /** The real program in a process and a terminal of its own; what it showed. */
  private String atTerminal(String thumbprint) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String program =
        String.join(
            " ",
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "enroll --card --gateway",
            gateway.base().toString(),
            "--code=" + gateway.code(),
            "--token-name 'my card'");
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qec", program, "/dev/null").redirectErrorStream(true);
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/script")),
        "a terminal needs the command script (Debian package bsdutils)");
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.redirectOutput(folder.resolve("shown").toFile());
    Process process = builder.start();
    try (var keyboard = process.outputWriter(StandardCharsets.UTF_8)) {
      // Three certificates: the owner chooses among the two suitable ones.
      answer(process, keyboard, "Number of the certificate", 1, "9");
      Matcher listed = Pattern.compile("(\\d+)  " + thumbprint.substring(0, 12)).matcher(shown());
      assertThat(listed.find()).isTrue();
      answer(process, keyboard, "Number of the certificate", 2, listed.group(1));
      answer(process, keyboard, "PIN of the card", 1, PIN);
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = shown();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private String shown() throws IOException {
    return Files.readString(folder.resolve("shown"));
  }

  /** Answers when the terminal asks for the time given. */
  private void answer(Process process, Writer keyboard, String question, int time, String line)
      throws Exception {
    await().until(() -> shown().split(question, -1).length > time || !process.isAlive());
    keyboard.write(line + "\n");
    keyboard.flush();
  }

  private DemoCardAuthority.Wanted expired() {
    return new DemoCardAuthority.Wanted(
        "Alex Morgan", key, CLOCK.instant().minusSeconds(60), true, true);
  }

  /** Denies: the same way as an approval, without phrase and review time. */
  private void decides() throws Exception {
    try (MachineTokens machine =
            new MachineTokens(
                DemoKeySet.create(CLOCK).watch(), Pkcs11Cards.watch(List.of(token.module())));
        OpenDesk open = open(machine)) {
      assertThat(
              open.log().entriesFrom(0, 100).stream()
                  .map(entry -> entry.content())
                  .filter(Content.Happened.class::isInstance)
                  .map(happened -> ((Content.Happened) happened).event()))
          .contains(
              new DeskEvent.TokenEnrolment(
                  DeskEvent.TokenEnrolment.Change.TOKEN_ADDED,
                  EnrolmentPins.load(desk.enrolment()).cards().getFirst().id(),
                  "my card"));
      VerifiedRequest request = gateway.ask();
      Inbox inbox = open.services().inbox();
      await().until(() -> inbox.find(request.request().requestId()).isPresent());
      Presentation shown =
          ((InboxItem.Approvable) inbox.find(request.request().requestId()).orElseThrow())
              .presentation();
      Journey journey =
          Journeys.begin(
              open.services().decisions(),
              ReviewedRequest.deny(
                  shown,
                  false,
                  Optional.empty(),
                  new ReviewedRequest.Facts(false, 10, Optional.empty())),
              state -> {});
      Journeys.awaitState(journey, JourneyState.NeedsPin.class);
      assertThat(Journeys.toTheEnd(journey, PIN))
          .isInstanceOfSatisfying(
              JourneyState.Done.class,
              done ->
                  assertThat(done.receipt().assurance())
                      .isEqualTo(Receipt.Assurance.USER_VERIFIED));
    }
  }

  private OpenDesk open(MachineTokens machine) {
    return switch (new Wiring(APP, CLOCK).open(desk, machine, Optional.empty())) {
      case Opening.Open(OpenDesk opened) -> opened;
      case Opening.Refused(String sentence) -> throw new AssertionError(sentence);
    };
  }

  @Test
  @DisplayName("D4 a wrong PIN of a file is tried once, and a right one enrols afterwards")
  void wrongPin() throws Exception {
    usual();
    assertThat(enroll("000000\n" + PIN + "\n")).isEqualTo(ExitCode.NO);
    assertNothingEnrolled();
    assertThat(enroll("")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("It was stopped");
    assertNothingEnrolled();
    assertThat(enroll(PIN + "\n")).isZero();
    assertThat(EnrolmentPins.load(desk.enrolment()).cards().getFirst().name())
        .isEqualTo("smart card");
  }

  @Test
  @DisplayName(
      "D4 a certificate that has expired, or is none for approvals here, says so before a PIN")
  void unsuitable() throws Exception {
    String expired = certificate("02", expired());
    assertThat(enroll(PIN + "\n")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("The only certificate cannot be enrolled. It has expired.");
    assertNothingEnrolled();
    certificate(
        "02",
        new DemoCardAuthority.Wanted(
            "Alex Morgan", key, CLOCK.instant().plusSeconds(999), false, true));
    assertThat(enroll(PIN + "\n")).isEqualTo(ExitCode.NO);
    assertThat(err.toString())
        .contains("None of the certificates can be enrolled")
        .contains("The gateway does not take certificates of its purpose.")
        .doesNotContain("PIN of");
    assertNothingEnrolled();
    assertThat(enroll(PIN + "\n", "--certificate", expired.substring(0, 8))).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("Certificate " + expired.substring(0, 12) + " cannot");
    assertNothingEnrolled();
  }

  @Test
  @DisplayName("D4 several certificates: named, or listed with how to name one; nothing is guessed")
  void several() throws Exception {
    String first = usual();
    String second = certificate("02", authority.usual("Alex Morgan (admin)", key, false));

    assertThat(enroll(PIN + "\n")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString())
        .contains(first.substring(0, 12), second.substring(0, 12))
        .contains("2 certificates could be enrolled: name one with --certificate");
    assertNothingEnrolled();
    assertThat(enroll(PIN + "\n", "--certificate", "xy")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("4 to 64 hexadecimal digits");
    assertNothingEnrolled();
    String other = first.charAt(0) == '0' ? "1" : "0";
    assertThat(enroll(PIN + "\n", "--certificate", other + first.substring(1)))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("No certificate of an attached card begins");
    assertNothingEnrolled();

    assertThat(enroll(PIN + "\n", "--certificate", second.substring(0, 8))).isZero();
    assertThat(out.toString()).contains("the card counts as possession only");
  }

  @Test
  @DisplayName("D4 a failing module, a wrong code, a bad address and no card each have a sentence")
  void failures() throws Exception {
    assertThat(enroll(PIN + "\n")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("holds no certificate that could approve");
    assertNothingEnrolled();
    usual();
    assertThat(enrollWith("no-code", PIN + "\n")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("(unauthorized)").contains("wrong, used, or too old");
    assertNothingEnrolled();
    for (String address : List.of("http://gateway.example", "https:nowhere", "not an address")) {
      List<String> line =
          List.of("enroll", "--gateway", address, "--code=x", "--card", "--pin-stdin");
      assertThat(run(PIN + "\n", line)).as(address).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString()).contains("--gateway: ");
    }
    settings(new CardModule("Broken", folder.resolve("none.so").toAbsolutePath(), Map.of()));
    assertThat(enroll(PIN + "\n")).isEqualTo(ExitCode.ENVIRONMENT_MISSING);
    assertThat(err.toString())
        .contains("module Broken")
        .contains("Correct its path")
        .contains("No smart card is attached");
    assertNothingEnrolled();
    Files.writeString(desk.settings(), "[[card_module]]\nname = 1\n");
    assertThat(enroll(PIN + "\n")).isEqualTo(ExitCode.UNUSABLE);
    assertNothingEnrolled();
  }

  @Test
  @DisplayName("without a security key, enroll says how the attached card is enrolled")
  void withoutKey() throws Exception {
    usual();
    List<String> line =
        List.of("enroll", "--gateway", gateway.base().toString(), "--code=x", "--pin-stdin");
    assertThat(run(PIN + "\n", line)).isEqualTo(ExitCode.ENVIRONMENT_MISSING);
    assertThat(err.toString()).contains("smart card").contains("--card");
    List<String> both = new ArrayList<>(line);
    both.addAll(List.of("--certificate", "abcd"));
    assertThat(run(PIN + "\n", both)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("--certificate goes with --card");
  }

  @Test
  @DisplayName("D4 the last try is said before the PIN; a locked card is not asked for it")
  void lastTry() throws Exception {
    FakeCard card = fakeCard();
    card.pin = FakeCard.tries(CardPinState.Tries.LAST);
    assertThat(enroll("")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("One try is left").contains("It was stopped");
    assertNothingEnrolled();
    card.pin = FakeCard.tries(CardPinState.Tries.NONE);
    assertThat(enroll(PIN + "\n")).isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("The card is locked");
    assertNothingEnrolled();
    assertThat(run("", List.of("token", "info", "--card", "1", "--json"))).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("\"tries\":\"none\"")
        .contains("\"unsuitable\":\"pin_locked\"")
        .contains("\"ready\":false");
    assertThat(run("", List.of("token", "info", "--card", "2")))
        .isEqualTo(ExitCode.ENVIRONMENT_MISSING);
    assertThat(card.pins).isEmpty();
  }

  @Test
  @DisplayName("D4 with a PIN pad no PIN is asked for here, and the reader is named")
  void pinPad() throws Exception {
    fakeCard().pin = FakeCard.PAD;
    assertThat(enroll("")).isZero();
    assertThat(err.toString()).contains("Enter the PIN on the reader's keys, not here.");
    assertThat(fake.orElseThrow().pins).isEmpty();
    assertThat(gateway.enrolledTokens()).hasSize(1);
  }

  @Test
  @DisplayName("D4 with a PIN pad the last try is said before the reader asks, once")
  void lastTryAtThePad() throws Exception {
    FakeCard card = fakeCard();
    card.pin = FakeCard.PAD_AT_LAST_TRY;
    List<String> saidBefore = new ArrayList<>();
    card.beforeSigning = () -> saidBefore.add(err.toString());
    assertThat(enroll("")).isZero();
    assertThat(saidBefore)
        .singleElement()
        .asString()
        .contains("One try is left: another wrong PIN locks the card.")
        .contains("on the reader's keys, not here");
    assertThat(err.toString())
        .containsOnlyOnce("One try is left")
        .containsOnlyOnce("on the reader's keys");
  }

  private FakeCard fakeCard() throws Exception {
    TestCardKey soft = TestCardKey.p256("enrolled at the terminal");
    PublicKey half =
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(soft.spki()));
    Certificate issued =
        Certificate.parse(Bytes.of(authority.issue(authority.usual("Alex Morgan", half, true))));
    FakeCard card = new FakeCard(new SoftwareCard(soft, List.of(issued)), "Reader 1");
    fake = Optional.of(card);
    return card;
  }

  /** The installed program where this card is attached. */
  private record WithCard(Launchers installed, Card card) implements Launchers {
    @Override
    public CardWatcher cards() {
      return new CardWatcher() {
        @Override
        public List<Card> cards() {
          return List.of(card);
        }

        @Override
        public List<ModuleTrouble> troubles() {
          return List.of();
        }

        @Override
        public TokenWatcher.Subscription subscribe(Consumer<CardChange> listener) {
          return () -> {};
        }

        @Override
        public boolean stillLooking() {
          return false;
        }

        @Override
        public boolean awaitFirstLook(Duration patience) {
          return true;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public int desk() {
      return installed.desk();
    }

    @Override
    public NewEnrolment enrolment() {
      return installed.enrolment();
    }

    @Override
    public int demo(boolean headless, Optional<Path> where, HeldToken held) {
      return installed.demo(headless, where, held);
    }

    @Override
    public TokenWatcher tokens() {
      return installed.tokens();
    }

    @Override
    public OwnTokens ownTokens(TokenPort attached) {
      return installed.ownTokens(attached);
    }

    @Override
    public Exporter exporter(TokenPort attached, Person person) {
      return installed.exporter(attached, person);
    }
  }
}
