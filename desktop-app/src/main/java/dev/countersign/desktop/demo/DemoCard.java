package dev.countersign.desktop.demo;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.bridge.demo.card.SoftHsmToken;
import dev.countersign.bridge.demo.card.SoftHsmUnavailableException;
import dev.countersign.bridge.demo.piv.PivKey;
import dev.countersign.bridge.demo.piv.PrivateReader;
import dev.countersign.bridge.demo.piv.ReaderUnavailableException;
import dev.countersign.bridge.demo.piv.VirtualPivCard;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.CardLook;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.wiring.CardModules;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.proof.x509.CertificatePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A card of the demo behind a PKCS#11 module, certified by the demo's own authority. */
final class DemoCard implements DemoToken {
  private static final String OWNER = "Alex Morgan";
  private static final String PIN = "246810";
  private static final String KEY_ID = "02";
  private static final Duration APPEARS = Duration.ofSeconds(60);

  private final Hardware hardware;
  private final DemoCardTrust trust;
  private final Clock clock;
  private final MachineTokens machine;

  /**
   * What stands for hardware.
   *
   * @param end takes it away
   */
  private record Hardware(String name, CardModule module, End end) {}

  /** Takes away what was made. */
  @FunctionalInterface
  private interface End {
    void run() throws IOException;
  }

  private DemoCard(Hardware hardware, DemoCardAuthority authority, Clock clock) {
    this.hardware = hardware;
    this.trust = new DemoCardTrust(authority);
    this.clock = clock;
    TokenWatcher noKeys = DemoKeySet.create(clock).watch();
    this.machine = new MachineTokens(noKeys, Pkcs11Cards.watch(List.of(hardware.module())));
  }

  /** A token of SoftHSM2 in this folder; needs no privileges. */
  static DemoCard behindSoftHsm(Path folder, Clock clock) throws IOException, InterruptedException {
    DemoCardAuthority authority = DemoCardAuthority.create(clock);
    try {
      SoftHsmToken token = SoftHsmToken.create(folder, "Demo card (SoftHSM2)", PIN);
      var key = token.addKey(new SoftHsmToken.Key(KEY_ID, SoftHsmToken.Kind.P256, true));
      token.addCertificate(
          KEY_ID, "Demo approvals", authority.issue(authority.usual(OWNER, key, true)));
      return new DemoCard(
          new Hardware("demo card (SoftHSM2)", token.module(), () -> {}), authority, clock);
    } catch (SoftHsmUnavailableException missing) {
      throw new TokenUnavailableException(String.valueOf(missing.getMessage()));
    }
  }

  /** A virtual PIV card in a reader that only this program sees; needs root on Linux. */
  static DemoCard inVirtualReader(Clock clock) throws IOException, InterruptedException {
    Path openSc =
        CardModules.openSc()
            .orElseThrow(() ->
                new TokenUnavailableException(
                    "The virtual PIV card needs OpenSC's module (Debian package opensc-pkcs11)."));
    DemoCardAuthority authority = DemoCardAuthority.create(clock);
    PrivateReader reader;
    try {
      reader = PrivateReader.start();
    } catch (ReaderUnavailableException missing) {
      throw new TokenUnavailableException(String.valueOf(missing.getMessage()));
    }
    try {
      reader.insert(
          VirtualPivCard.of(PIN, VirtualPivCard.issue(authority, OWNER, PivKey.Kind.P256)));
    } catch (IOException | InterruptedException failed) {
      reader.close();
      throw failed;
    }
    return new DemoCard(
        new Hardware(
            "demo PIV card (virtual)",
            new CardModule("OpenSC", openSc, Map.copyOf(reader.environment())),
            reader::close),
        authority,
        clock);
  }

  @Override
  public String name() {
    return hardware.name();
  }

  @Override
  public String pin() {
    return PIN;
  }

  @Override
  public MachineTokens machine() {
    return machine;
  }

  /** None: not even the demo's software key. */
  @Override
  public AttestationTrust takenKeys() {
    return AttestationTrust.demo(List.of(), DemoKeySet.AAGUID.toString());
  }

  /** Those of the demo's authority only. */
  @Override
  public CardPolicy takenCards() {
    return trust.policy();
  }

  @Override
  public EnrolmentOutcome enrol(Enroller enroller, String code)
      throws IOException, InterruptedException {
    Card card = inserted();
    return enroller.enrol(
        code,
        new Enroller.CardOwner(
            card,
            certificate(card),
            hardware.name(),
            message -> message.isPresent() ? Optional.empty() : Optional.of(PIN.toCharArray()),
            words -> {}),
        clock);
  }

  private Card inserted() throws IOException, InterruptedException {
    CardWatcher watcher = machine.cards();
    CountDownLatch came = new CountDownLatch(1);
    try (TokenWatcher.Subscription _ = watcher.subscribe(change -> came.countDown())) {
      if (watcher.cards().isEmpty() && watcher.troubles().isEmpty()) {
        came.await(APPEARS.toMillis(), TimeUnit.MILLISECONDS);
      }
      return watcher.cards().stream()
          .findFirst()
          .orElseThrow(() ->
              new IOException(
                  watcher.troubles().stream()
                      .findFirst()
                      .map(trouble -> trouble.detail())
                      .orElse("the card did not appear")));
    }
  }

  /** The one of which it is stated that its key asks for the PIN on every use. */
  private static CardCertificate certificate(Card card) throws IOException, InterruptedException {
    if (!(CardLook.await(card.certificates(CardLook.DEADLINE))
        instanceof CertificatesOutcome.Listed listed)) {
      throw new IOException("the card does not show its certificates");
    }
    return listed.certificates().stream()
        .filter(
            each -> CertificatePath.hasPolicyOf(each.chain(), Set.of(DemoCardAuthority.PIN_POLICY)))
        .findFirst()
        .orElseThrow(() -> new IOException("the card has no certificate for approvals"));
  }

  @Override
  public boolean isTouched() {
    return false;
  }

  @Override
  public void touch() {
    // A card is not touched.
  }

  @Override
  public void close() throws IOException {
    machine.close();
    hardware.end().run();
  }
}
