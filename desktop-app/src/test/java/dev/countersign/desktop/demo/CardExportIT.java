package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.bridge.demo.card.SoftHsmToken;
import dev.countersign.bridge.demo.card.SoftHsmUnavailableException;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.CardLook;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.ForwardingCard;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.ExportConfirmation;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportCheck;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.desktop.wiring.Opening;
import dev.countersign.desktop.wiring.Wiring;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.decision.DecisionStatement.App;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.request.GatewayKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk as it is built for its user; its gateway is away, which an export does not need. */
@DisplayName("An export confirmed by a smart card behind a real PKCS#11 module (SoftHSM2)")
class CardExportIT {
  private static final String PIN = "246810";
  private static final String KEY = "02";
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;

  private final DemoCardAuthority authority = DemoCardAuthority.create(CLOCK);
  private final List<String> asked = new ArrayList<>();
  private SoftHsmToken token;
  private PublicKey key;
  private MachineTokens machine;
  private DeskFolder desk;
  private CardCredential enrolled;
  private OpenDesk open;

  @BeforeEach
  void start() throws Exception {
    try {
      token = SoftHsmToken.create(folder.resolve("hsm"), "Staff card", PIN);
      key = token.addKey(new SoftHsmToken.Key(KEY, SoftHsmToken.Kind.P256, true));
      token.addCertificate(KEY, "staff", certificate(key));
    } catch (SoftHsmUnavailableException missing) {
      abort("not run: " + missing.getMessage());
    }
    machine =
        new MachineTokens(
            DemoKeySet.create(CLOCK).watch(), Pkcs11Cards.watch(List.of(token.module())));
    assertThat(machine.cards().awaitFirstLook(Duration.ofSeconds(20))).isTrue();
    enrol();
    open =
        ((Opening.Open)
                new Wiring(new App("desk", "test"), CLOCK).open(desk, machine, Optional.empty()))
            .desk();
  }

  @AfterEach
  void stop() {
    if (open != null) {
      open.close();
    }
    if (machine != null) {
      machine.close();
    }
  }

  private byte[] certificate(PublicKey of) {
    return authority.issue(authority.usual("Ada Lovelace", of, true));
  }

  private Card card() {
    return machine.cards().cards().getFirst();
  }

  private void enrol() throws Exception {
    desk = new DeskFolder(folder.resolve("desk"));
    FileDeviceKey.create(desk.deviceKey());
    CardCertificate certificate =
        ((CertificatesOutcome.Listed) CardLook.await(card().certificates(CardLook.DEADLINE)))
            .certificates()
            .getFirst();
    enrolled = CardCredential.of(certificate.chain(), "my card");
    Ed25519SigningKey gateway = Ed25519SigningKey.generate(new SecureRandom());
    new EnrolmentPins(
            URI.create("http://127.0.0.1:1"),
            new GatewayKeys(
                "gateway.test",
                List.of(
                    new GatewayKeys.Pinned(
                        gateway.publicKey(), 0, Long.MAX_VALUE >>> 11, OptionalLong.empty()))),
            "approvals.test",
            false,
            new EnrolmentPins.Witness("witness.test", gateway.publicKey()),
            "ada",
            List.of(enrolled))
        .save(desk.enrolment());
  }

  /** Gives PINs one after another, then none. */
  private final class Owner implements EnrolledTokenChanges.Person, Person {
    private final List<String> pins;

    Owner(String... pins) {
      this.pins = new ArrayList<>(List.of(pins));
    }

    @Override
    public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last) {
      throw new AssertionError("no key is there");
    }

    @Override
    public Optional<char[]> cardPin(CardShown card, Optional<String> message) {
      asked.add(card.name() + message.map(words -> ": " + words).orElse(""));
      return pins.isEmpty() ? Optional.empty() : Optional.of(pins.removeFirst().toCharArray());
    }

    @Override
    public Optional<Integer> choose(List<CardShown> cards, int keys) {
      throw new AssertionError("there is one card");
    }

    @Override
    public void says(String sentence) {
      asked.add(sentence);
      if (sentence.startsWith("Put in a card")) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void touch(String sentence) {
      throw new AssertionError("a card is not touched");
    }
  }

  private Export.Outcome export(Path file, Owner owner) throws InterruptedException {
    return open.services()
        .sources()
        .historyDesk()
        .export(file, ExportFormat.JSONL, owner, Export.Control.NONE);
  }

  private List<DeskEvent.Exported> exports() {
    return open.log().entriesFrom(0, 1_000).stream()
        .map(entry -> entry.content())
        .filter(content ->
            content instanceof Content.Happened happened
                && happened.event() instanceof DeskEvent.Exported)
        .map(content -> (DeskEvent.Exported) ((Content.Happened) content).event())
        .toList();
  }

  @Test
  @DisplayName(
      "S3.3 D4 the enrolled card releases it after its PIN and is named in the log; a wrong PIN,"
          + " none, and another key in the same card release nothing")
  void window() throws Exception {
    Path file = folder.resolve("log.jsonl");
    assertThat(export(file, new Owner("999999")))
        .isInstanceOfSatisfying(
            Export.Outcome.NotDone.class,
            not -> assertThat(not.sentence()).contains("Nothing was exported."));
    assertThat(asked).startsWith("my card").anyMatch(each -> each.contains("That PIN is wrong"));
    assertThat(file).doesNotExist();
    assertThat(exports()).isEmpty();

    assertThat(export(file, new Owner(PIN))).isInstanceOf(Export.Outcome.Done.class);
    assertThat(exports())
        .singleElement()
        .satisfies(entry -> assertThat(entry.confirmedBy()).contains(enrolled.id()));
    FileDeviceKey device = FileDeviceKey.open(desk.deviceKey());
    var signer = NoteKeys.deviceVerifier(open.log().genesis().origin(), device.publicKey());
    assertThat(new ExportCheck(Optional.of(signer), Optional.empty()).check(file))
        .isInstanceOf(ExportCheck.Result.Verified.class);

    token.removeKey(KEY);
    PublicKey other = token.addKey(new SoftHsmToken.Key(KEY, SoftHsmToken.Kind.P256, true));
    token.addCertificate(KEY, "other", certificate(other));
    // Its owner is asked for the enrolled card, and stops.
    assertThatThrownBy(() -> export(folder.resolve("second.jsonl"), new Owner(PIN)))
        .isInstanceOf(InterruptedException.class);
    assertThat(asked).last().asString().startsWith("Put in a card that is enrolled already");
    assertThat(folder.resolve("second.jsonl")).doesNotExist();
    assertThat(exports()).hasSize(1);
  }

  @Test
  @DisplayName(
      "S3.3 D4 what the card signs is a statement of its own type that names this export, and the"
          + " platform's own cryptography verifies it under the card's key")
  void statement() throws Exception {
    Recorded recorded = new Recorded(card());
    Checkpoint head = open.log().head();
    ExportConfirmation confirmation =
        new ExportConfirmation(this::pins, new OneCard(recorded), CLOCK);
    var part = new ExportConfirmation.Part(2, OptionalLong.of(5), true);
    var wanted = new ExportConfirmation.Wanted(head, "csv", "/somewhere/log.csv", part);
    for (int i = 0; i < 2; i++) {
      assertThat(confirmation.confirm(wanted, new Owner(PIN)))
          .isEqualTo(new ExportConfirmation.Outcome.Confirmed(enrolled.id()));
    }
    assertThat(recorded.signed).hasSize(2).doesNotHaveDuplicates();
    for (int i = 0; i < 2; i++) {
      byte[] input = recorded.signed.get(i).toArray();
      Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
      check.initVerify(key);
      check.update(input);
      assertThat(check.verify(recorded.signatures.get(i).toArray())).isTrue();
      String[] parts = new String(input, StandardCharsets.US_ASCII).split("\\.");
      assertThat(json(parts[0]).get("typ")).contains(new JsonString("export+jws"));
      assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
          .startsWith(
              "{\"v\":1,\"log\":\"%s\",\"size\":%d,\"root\":\"%s\",\"format\":\"csv\",\"first\":2,\"end\":5,\"redacted\":true,\"to\":\"/somewhere/log.csv\",\"at\":"
                  .formatted(
                      head.origin(), head.size(), Bytes.of(head.root().bytes()).base64Url()));
    }
  }

  private EnrolmentPins pins() {
    try {
      return EnrolmentPins.load(desk.enrolment());
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private static JsonObject json(String part) throws Exception {
    return StrictJson.parseObject(Base64.getUrlDecoder().decode(part));
  }

  private record OneCard(Card card) implements TokenPort {
    @Override
    public List<Token> attached() {
      return List.of();
    }

    @Override
    public List<Card> cards() {
      return List.of(card);
    }
  }

  /** Keeps what goes to the card and what it answers. */
  private static final class Recorded implements ForwardingCard {
    private final Card card;
    private final List<Bytes> signed = new ArrayList<>();
    private final List<Bytes> signatures = new ArrayList<>();

    Recorded(Card card) {
      this.card = card;
    }

    @Override
    public Card card() {
      return card;
    }

    @Override
    public TokenOperation<CardSignOutcome> sign(
        CardSignRequest request, Consumer<TokenProgress> progress) {
      TokenOperation<CardSignOutcome> running = card.sign(request, progress);
      CardSignOutcome outcome = running.result().join();
      signed.add(request.signingInput());
      signatures.add(((CardSignOutcome.Signed) outcome).signature());
      return running;
    }
  }

  @Test
  @DisplayName(
      "S3.3 the command exports after the card's PIN only; what reads and verifies asks for no"
          + " token")
  void command() throws Exception {
    Path file = folder.resolve("log.jsonl");
    CommandRun command = commands(desk);
    String[] arguments = {"log", "export", "--pin-stdin", "--json", "--out", file.toString()};
    assertThat(command.run(PIN + "\n", arguments)).isEqualTo(1);
    assertThat(command.said()).contains("The desk is open on this device");
    long before = open.log().head().size();
    open.close();

    assertThat(command.run("999999\n", arguments)).isEqualTo(1);
    assertThat(command.said()).contains("That PIN is wrong", "Nothing was exported.");
    assertThat(command.run("", arguments)).isEqualTo(1);
    assertThat(command.run(PIN + "\n", with(arguments, "--confirm-with", "nobody"))).isEqualTo(2);
    assertThat(commands(new DeskFolder(folder.resolve("none"))).run(PIN + "\n", arguments))
        .isEqualTo(5);
    assertThat(file).doesNotExist();
    assertThat(command.run(PIN + "\n", with(arguments, "--confirm-with", "my card"))).isZero();
    assertThat(command.said()).contains("\"entries\":");

    assertThat(command.offline("log", "verify-export", file.toString())).isZero();
    assertThat(command.offline("log", "show", "--db", desk.auditLog().toString())).isZero();
    assertThat(command.said()).contains("\"confirmed_by\":\"" + enrolled.id().base64Url() + "\"");
    assertThat(command.offline("log", "verify", "--db", desk.auditLog().toString())).isIn(0, 4);
    assertThat(Files.readAllLines(file)).hasSizeGreaterThan((int) before);
  }

  private CommandRun commands(DeskFolder of) {
    return new CommandRun(of, () -> DemoKeySet.create(CLOCK).watch(), machine.cards());
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
