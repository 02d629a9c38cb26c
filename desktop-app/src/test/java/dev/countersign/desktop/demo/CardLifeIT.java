package dev.countersign.desktop.demo;

import static dev.countersign.proof.testing.PatientWaits.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.bridge.demo.card.SoftHsmToken;
import dev.countersign.bridge.demo.card.SoftHsmUnavailableException;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.CardLook;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.approval.Journey;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.Journeys;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.enrollment.TokenChangeOutcome;
import dev.countersign.desktop.enrollment.Unsuitable;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.desktop.wiring.Opening;
import dev.countersign.desktop.wiring.Wiring;
import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.DecisionStatement.App;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.x509.JwsAlgorithm;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The desk as it is built for its user, two cards behind a real PKCS#11 module (SoftHSM2) in its
 * process, and a real gateway in a process of its own, with its configuration in files.
 */
@DisplayName("The life of a smart card, through SoftHSM2 and against a gateway process")
class CardLifeIT {
  private static final String ISSUER = "gateway.test";
  private static final String FIRST_PIN = "246810";
  private static final String SECOND_PIN = "135791";
  private static final String KEY = "02";
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;

  private final DemoRole role = DemoRole.load("agent");
  private final SecureRandom random = new SecureRandom();
  private final DemoCardAuthority authority = DemoCardAuthority.create(CLOCK);
  private final P256SigningKey requesterKey = P256SigningKey.generate(random);
  private final P256SigningKey executorKey = P256SigningKey.generate(random);
  private final HttpClient client = DpopHttp.newClient();
  private final List<String> said = new ArrayList<>();
  private SoftHsmToken first;
  private SoftHsmToken second;
  private PublicKey secondKey;
  private DeskFolder desk;
  private GatewayProcess gateway;
  private MachineTokens machine;
  private CommandRun commands;
  private OpenDesk open;
  private DemoActor agent;
  private DemoRequester requester;

  @BeforeEach
  void start() throws Exception {
    try {
      first = SoftHsmToken.create(folder.resolve("hsm"), "First card", FIRST_PIN);
      PublicKey key = first.addKey(new SoftHsmToken.Key(KEY, SoftHsmToken.Kind.P256, true));
      first.addCertificate(KEY, "first", certificate(key));
      second = SoftHsmToken.create(folder.resolve("hsm"), "Second card", SECOND_PIN);
      secondKey = second.addKey(new SoftHsmToken.Key(KEY, SoftHsmToken.Kind.RSA2048, true));
      second.addCertificate(KEY, "second", certificate(secondKey));
    } catch (SoftHsmUnavailableException missing) {
      abort("not run: " + missing.getMessage());
    }
    desk = new DeskFolder(folder.resolve("desk"));
    String code = configured();
    gateway = GatewayProcess.serve(folder.resolve("gateway"), folder.resolve("gateway.err"));
    machine =
        new MachineTokens(
            DemoKeySet.create(CLOCK).watch(), Pkcs11Cards.watch(List.of(first.module())));
    assertThat(machine.cards().awaitFirstLook(PATIENCE)).isTrue();
    assertThat(machine.cards().cards()).hasSize(2);
    commands = new CommandRun(desk, () -> DemoKeySet.create(CLOCK).watch(), machine.cards());
    enrol(code);
    openDesk();
    requester =
        new DemoRequester(http(role.id(), requesterKey), requesterKey, pins().gatewayKeys());
    agent = DemoActor.begin(role, requester, ISSUER, CLOCK);
  }

  @AfterEach
  void stop() {
    if (open != null) {
      open.close();
    }
    if (machine != null) {
      machine.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    client.close();
  }

  private byte[] certificate(PublicKey key) {
    return authority.issue(authority.usual("Ada Lovelace", key, true));
  }

  /** Makes the gateway's directory as its operator would; gives a one-time code. */
  private String configured() throws Exception {
    Path data = folder.resolve("gateway");
    String code;
    try (EmbeddedGateway made =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                data, ISSUER, "approvals.test", AttestationTrust.real(List.of(), true)))) {
      code = made.addApprover("ada", "Ada Lovelace", List.of("security"));
      made.addRequester(role.id(), role.requester().type(), requesterKey.publicKey());
      made.addExecutor("vault-1", List.of("*"), executorKey.publicKey());
    }
    Files.write(data.resolve("ca.der"), authority.root());
    publish();
    Files.writeString(
        data.resolve("gateway.toml"),
        """

        [x509]
        roots = ["ca.der"]
        ekus = ["%s"]
        pin_policies = ["%s"]
        crls = ["ca.crl"]
        """
            .formatted(DemoCardAuthority.APPROVAL_EKU, DemoCardAuthority.PIN_POLICY),
        StandardOpenOption.APPEND);
    return code;
  }

  /** As an operator is told to: beside the old list, then renamed. */
  private void publish() throws Exception {
    Path fresh = folder.resolve("gateway").resolve("ca.crl.new");
    Files.write(fresh, authority.crl());
    Files.move(fresh, fresh.resolveSibling("ca.crl"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void enrol(String code) throws Exception {
    FileDeviceKey device = FileDeviceKey.create(desk.deviceKey());
    Card card = card("First card");
    EnrolmentOutcome outcome =
        new Enroller(new PlainHttp(client, new GatewayAddress(gateway.base()), CLOCK), device)
            .enrol(
                code,
                new Enroller.CardOwner(
                    card,
                    certificates(card).getFirst(),
                    "first card",
                    message -> Optional.of(FIRST_PIN.toCharArray()),
                    words -> {}),
                CLOCK);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            EnrolmentOutcome.Enrolled.class,
            enrolled -> assertThat(enrolled.worth()).isEqualTo("x509"));
    ((EnrolmentOutcome.Enrolled) outcome).pins().save(desk.enrolment());
  }

  private void openDesk() {
    Opening opening =
        new Wiring(new App("desk", "test"), CLOCK).open(desk, machine, Optional.empty());
    open = ((Opening.Open) opening).desk();
  }

  private EnrolmentPins pins() throws Exception {
    return EnrolmentPins.load(desk.enrolment());
  }

  /**
   * While another process writes to a token, SoftHSM may not show it for a moment; then it is a new
   * card. One that shows its certificates after the writing stays: its owner asks and looks in
   * turn.
   */
  private Card card(String label) {
    return await()
        .until(
            () ->
                machine.cards().cards().stream()
                    .filter(each -> each.info().name().contains(label))
                    .filter(each -> look(each) instanceof CertificatesOutcome.Listed)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static CertificatesOutcome look(Card card) {
    try {
      return CardLook.await(card.certificates(CardLook.DEADLINE));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private static List<CardCertificate> certificates(Card card) {
    return ((CertificatesOutcome.Listed) look(card)).certificates();
  }

  private DpopHttp http(String id, P256SigningKey key) {
    return new DpopHttp(
        client,
        new GatewayAddress(gateway.base()),
        new DpopHttp.ClientIdentity(id, ISSUER, key),
        CLOCK);
  }

  /** Has the PINs of both cards, and lets the card of a name confirm. */
  private final class Owner implements Person {
    private final String confirming;

    Owner(String confirming) {
      this.confirming = confirming;
    }

    @Override
    public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last) {
      throw new AssertionError("no key is there");
    }

    @Override
    public Optional<char[]> cardPin(CardShown card, Optional<String> message) {
      said.add("PIN of " + card.name() + message.map(words -> ": " + words).orElse(""));
      return Optional.of((card.name().startsWith("first") ? FIRST_PIN : SECOND_PIN).toCharArray());
    }

    @Override
    public Optional<Integer> choose(List<CardShown> cards, int keys) {
      List<String> names = cards.stream().map(CardShown::name).toList();
      return Optional.of(names.indexOf(confirming));
    }

    @Override
    public void says(String sentence) {
      said.add(sentence);
    }
  }

  private JourneyState decide(VerifiedRequest request, String card, String pin) {
    return decide(request, card, pin, () -> {});
  }

  /** Reads everything, types the phrase, chooses a card and gives its PIN. */
  private JourneyState decide(
      VerifiedRequest request, String card, String pin, Runnable beforeThePin) {
    String id = request.request().requestId();
    var inbox = open.services().inbox();
    await().until(() -> inbox.find(id).isPresent());
    ReviewedRequest reviewed =
        ReviewedRequest.approve(
            ((InboxItem.Approvable) inbox.find(id).orElseThrow()).presentation(),
            Optional.empty(),
            new ReviewedRequest.Facts(
                true, 60_000, Optional.of(ConfirmationPhrase.of(request.sha256()).toString())));
    Journey journey = Journeys.begin(open.services().decisions(), reviewed, state -> {});
    return Journeys.toTheEnd(
        journey,
        asked -> {
          switch (asked) {
            case JourneyState.ChooseToken choose -> {
              List<String> names = choose.cards().stream().map(CardShown::name).toList();
              journey.choose(names.indexOf(card));
            }
            case JourneyState.NeedsPin _ -> {
              beforeThePin.run();
              journey.providePin(pin.toCharArray());
            }
            default -> {}
          }
        });
  }

  private static String failure(JourneyState last) {
    assertThat(last).isInstanceOf(JourneyState.Failed.class);
    return ((JourneyState.Failed) last).failure().text();
  }

  @Test
  @DisplayName(
      "S0.10 S1.7 S3.3 decides, adds a second card, is revoked and refused; the second is renewed,"
          + " refused by CRL, and swapped")
  void life() throws Exception {
    approvedOnce();
    foreignCertificateRefused();
    secondCardAdded();
    firstCardRevoked();
    possessionOnly();
    secondCertificateRevoked();
    renewedOverTheSameKey();
    swapped();
    open.close();
    assertThat(new LogVerifier(VerifierKeys.none()).verify(desk.auditLog(), Optional.empty()))
        .isNotInstanceOf(LogVerdict.Changed.class)
        .isNotInstanceOf(LogVerdict.Unusable.class);
  }

  /** Request, card, proof, grant, consumed once, in the audit log. */
  private void approvedOnce() throws Exception {
    VerifiedRequest request = agent.ask();
    assertThat(decide(request, "first card", FIRST_PIN))
        .isInstanceOfSatisfying(
            JourneyState.Done.class,
            done ->
                assertThat(done.receipt().assurance()).isEqualTo(Receipt.Assurance.USER_VERIFIED));
    DemoRequester.Status status =
        requester.await(request.request().requestId(), Duration.ofSeconds(5));
    Bytes grant = status.grant().orElseThrow();
    DemoExecutor executor =
        new DemoExecutor(http("vault-1", executorKey), "vault-1", pins().gatewayKeys());
    assertThat(redeem(executor, grant, "red-1")).isInstanceOf(DemoExecutor.Redeemed.Granted.class);
    assertThat(redeem(executor, grant, "red-2"))
        .isEqualTo(new DemoExecutor.Redeemed.Refused("already_redeemed"));
    assertThat(outcomes()).singleElement().isInstanceOf(DecisionOutcome.Accepted.class);
  }

  private DemoExecutor.Redeemed redeem(DemoExecutor executor, Bytes grant, String id)
      throws Exception {
    Bytes nonce = Bytes.of(random.generateSeed(32));
    return executor.redeem(
        grant,
        requester.signRedeem(new DemoRequester.Redeem(grant, id, "vault-1", nonce, 0)),
        nonce);
  }

  private List<DecisionOutcome> outcomes() {
    return open.log().entriesFrom(0, 1000).stream()
        .map(entry -> entry.content())
        .filter(Content.Ended.class::isInstance)
        .map(ended -> ((Content.Ended) ended).outcome())
        .toList();
  }

  /** Without a PIN in vain: the gateway says beforehand whose certificates it takes. */
  private void foreignCertificateRefused() throws Exception {
    DemoCardAuthority other = DemoCardAuthority.create(CLOCK);
    second.removeCertificate(KEY);
    second.addCertificate(
        KEY, "foreign", other.issue(other.usual("Ada Lovelace", secondKey, true)));
    Card fresh = card("Second card");
    CardCertificate foreign = certificates(fresh).getFirst();
    said.clear();
    assertThat(open.tokenChanges().add(fresh, foreign, "second card", new Owner("first card")))
        .isEqualTo(new TokenChangeOutcome.TokenFailed(Unsuitable.NOT_TRUSTED.message()));
    assertThat(said).isEmpty();
    second.removeCertificate(KEY);
    second.addCertificate(KEY, "second", certificate(secondKey));
  }

  /** By the command, while the window is closed; the page asks for the same change. */
  private void secondCardAdded() throws Exception {
    Card fresh = card("Second card");
    CardCertificate certificate = certificates(fresh).getFirst();
    open.close();
    String digits = HexFormat.of().formatHex(certificate.thumbprint().toArray()).substring(0, 8);
    assertThat(command(SECOND_PIN + "\n", "--certificate", "0000")).isEqualTo(2);
    assertThat(commands.said()).contains("begins with these digits", "Nothing was changed");
    assertThat(command("000000\n" + FIRST_PIN + "\n", "--certificate", digits)).isEqualTo(1);
    assertThat(commands.said()).contains("That PIN is wrong", "Nothing was changed");
    String pins = SECOND_PIN + "\n" + FIRST_PIN + "\n";
    assertThat(command(pins, "--confirm-with", "first card")).as(commands.said()).isZero();
    openDesk();
    assertThat(pins().credentials())
        .extracting(EnrolledCredential::name)
        .containsExactly("first card", "second card");
    assertThat(decide(agent.ask(), "second card", SECOND_PIN))
        .isInstanceOf(JourneyState.Done.class);
    assertThat(open.tokenChanges().add(fresh, certificate, "once more", new Owner("first card")))
        .isInstanceOfSatisfying(
            TokenChangeOutcome.TokenFailed.class,
            failed -> assertThat(failed.words().happened()).contains("enrolled for you already"));
    Bytes id = pins().credentials().getLast().id();
    assertThat(open.tokenChanges().rename(id, "white card", new Owner("first card")))
        .isEqualTo(new TokenChangeOutcome.Done(Optional.empty()));
    assertThat(said).contains("PIN of first card");
    assertThat(open.tokenChanges().rename(id, "second card", new Owner("white card")))
        .isEqualTo(new TokenChangeOutcome.Done(Optional.empty()));
  }

  /** Adds the second card. */
  private int command(String input, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("token", "add", "--card", "--name", "second card", "--pin-stdin"));
    arguments.addAll(List.of(more));
    return commands.run(input, arguments.toArray(String[]::new));
  }

  /** The desk offers it no more; one that does not know yet is refused by the gateway. */
  private void firstCardRevoked() throws Exception {
    byte[] before = Files.readAllBytes(desk.enrolment());
    Bytes id = pins().credentials().getFirst().id();
    assertThat(open.tokenChanges().revoke(id, false, new Owner("second card")))
        .isEqualTo(new TokenChangeOutcome.Done(Optional.empty()));
    byte[] after = Files.readAllBytes(desk.enrolment());
    open.close();
    Files.write(desk.enrolment(), before);
    openDesk();
    assertThat(failure(decide(agent.ask(), "first card", FIRST_PIN)))
        .contains("token_revoked", "This token was revoked", "Nothing was approved.");
    open.close();
    Files.write(desk.enrolment(), after);
    openDesk();
  }

  /** A card whose certificate states nothing of its PIN is said to be worth less. */
  private void possessionOnly() throws Exception {
    PublicKey key = second.addKey(new SoftHsmToken.Key("03", SoftHsmToken.Kind.P256, false));
    second.addCertificate(
        "03", "plain", authority.issue(authority.usual("Ada Lovelace", key, false)));
    Card fresh = card("Second card");
    CardCertificate plain =
        certificates(fresh).stream()
            .filter(each -> each.algorithm().equals(Optional.of(JwsAlgorithm.ES256)))
            .findFirst()
            .orElseThrow();
    assertThat(open.tokenChanges().add(fresh, plain, "plain card", new Owner("second card")))
        .isInstanceOfSatisfying(
            TokenChangeOutcome.Done.class,
            done ->
                assertThat(done.warning())
                    .hasValueSatisfying(words -> assertThat(words).contains("possession only")));
    Bytes id = pins().credentials().getLast().id();
    assertThat(open.tokenChanges().revoke(id, false, new Owner("second card")))
        .isEqualTo(new TokenChangeOutcome.Done(Optional.empty()));
    second.removeKey("03");
  }

  private void secondCertificateRevoked() throws Exception {
    authority.revoke(certificates(card("Second card")).getFirst().leaf().serial());
    publish();
    assertThat(failure(decide(agent.ask(), "second card", SECOND_PIN)))
        .contains("certificate_revoked", "was revoked", "Ask whoever issued the card");
    Bytes id = pins().credentials().getFirst().id();
    assertThat(open.tokenChanges().rename(id, "renamed", new Owner("second card")))
        .isEqualTo(new TokenChangeOutcome.Refused("certificate_revoked"));
    assertThat(pins().credentials())
        .extracting(EnrolledCredential::name)
        .containsExactly("second card");
  }

  /** What is pinned is the key: the new certificate needs no enrolment. */
  private void renewedOverTheSameKey() throws Exception {
    second.removeCertificate(KEY);
    second.addCertificate(KEY, "renewed", certificate(secondKey));
    assertThat(certificates(card("Second card"))).hasSize(1);
    assertThat(decide(agent.ask(), "second card", SECOND_PIN))
        .isInstanceOf(JourneyState.Done.class);
  }

  /**
   * Another card is in the reader when the PIN is entered. While another process writes to it,
   * SoftHSM may not show the token for a moment: then the card was taken out, else it is another.
   */
  private void swapped() throws Exception {
    JourneyState last =
        decide(
            agent.ask(),
            "second card",
            SECOND_PIN,
            () -> {
              try {
                second.removeKey(KEY);
                PublicKey other =
                    second.addKey(new SoftHsmToken.Key(KEY, SoftHsmToken.Kind.P256, true));
                second.addCertificate(KEY, "other", certificate(other));
              } catch (Exception failed) {
                throw new AssertionError(failed);
              }
            });
    assertThat(failure(last))
        .containsAnyOf("does not hold your enrolled key", "The card was taken out")
        .contains("Nothing was approved.");
    assertThat(outcomes())
        .last()
        .isIn(
            new DecisionOutcome.TokenFailed("not_this_token"),
            new DecisionOutcome.TokenFailed("token_removed"));
  }
}
