package dev.countersign.bridge.demo.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardChange;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The desk's view of the cards behind some modules, with the patience of a test. */
public final class WatchedCards implements AutoCloseable {

  public static final Duration DEADLINE = Duration.ofSeconds(20);
  public static final Bytes MESSAGE = Bytes.utf8("header.payload");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CardWatcher watcher;
  private final List<CardChange> changes = new CopyOnWriteArrayList<>();

  public WatchedCards(CardModule... modules) {
    this(Pkcs11Cards.watch(List.of(modules)));
  }

  /** Closes the watcher in the end. */
  public WatchedCards(CardWatcher watcher) {
    this.watcher = watcher;
    watcher.subscribe(changes::add);
  }

  public CardWatcher watcher() {
    return watcher;
  }

  /** Waits for a card of this name. */
  public Card card(String label) {
    await().atMost(PATIENCE).until(() -> cards(label).size() == 1);
    return cards(label).getFirst();
  }

  /** Waits for the one card there is. */
  public Card any() {
    await().atMost(PATIENCE).until(() -> watcher.cards().size() == 1);
    return watcher.cards().getFirst();
  }

  public void awaitGone(Card card) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            watcher.cards().stream()
                .noneMatch(other -> other.info().id().equals(card.info().id())));
  }

  private List<Card> cards(String label) {
    return watcher.cards().stream().filter(card -> card.info().name().equals(label)).toList();
  }

  /** Waits for the trouble of a module. */
  public ModuleTrouble trouble(CardModule module) {
    await().atMost(PATIENCE).until(() -> found(module).isPresent());
    return found(module).orElseThrow();
  }

  /** Waits for a trouble of a module that ends so, also when it is over already. */
  ModuleTrouble trouble(CardModule module, String end) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> troubles(module).filter(trouble -> trouble.detail().endsWith(end)).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** The last one, also when it is over already. */
  private Optional<ModuleTrouble> found(CardModule module) {
    return troubles(module).reduce((earlier, later) -> later);
  }

  private Stream<ModuleTrouble> troubles(CardModule module) {
    Stream<ModuleTrouble> told =
        changes.stream()
            .filter(CardChange.Troubled.class::isInstance)
            .map(change -> ((CardChange.Troubled) change).trouble());
    return Stream.concat(told, watcher.troubles().stream())
        .filter(trouble -> trouble.module().equals(module));
  }

  /** What is on a card. */
  public static CertificatesOutcome.Listed listed(Card card) throws Exception {
    CertificatesOutcome outcome = end(card);
    assertThat(outcome).isInstanceOf(CertificatesOutcome.Listed.class);
    return (CertificatesOutcome.Listed) outcome;
  }

  private static CertificatesOutcome end(Card card) throws Exception {
    return card.certificates(DEADLINE).result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The certificate of this label. */
  public static CardCertificate certificate(Card card, String label) throws Exception {
    return listed(card).certificates().stream()
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  /** Signs with a PIN; an empty one for none. */
  public static CardSignOutcome sign(Card card, CardCertificate with, String pin) throws Exception {
    return sign(card, request(with, pin, DEADLINE), progress -> {});
  }

  public static CardSignOutcome sign(
      Card card, CardSignRequest request, Consumer<TokenProgress> progress) throws Exception {
    return card.sign(request, progress).result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public static CardSignRequest request(CardCertificate with, String pin, Duration deadline) {
    return new CardSignRequest(
        with.thumbprint(),
        with.algorithm().orElseThrow(),
        MESSAGE,
        pin.isEmpty() ? Optional.empty() : Optional.of(Pin.takeOver(pin.toCharArray())),
        deadline);
  }

  /** That it was signed, with a signature that verifies. */
  public static CardSignOutcome.Signed assertSigned(CardSignOutcome outcome, CardCertificate with) {
    assertThat(outcome).isInstanceOf(CardSignOutcome.Signed.class);
    CardSignOutcome.Signed signed = (CardSignOutcome.Signed) outcome;
    assertThat(
            with.leaf()
                .key()
                .orElseThrow()
                .verifiesJws(MESSAGE.toArray(), signed.signature().toArray()))
        .isTrue();
    return signed;
  }

  @Override
  public void close() {
    watcher.close();
  }
}
