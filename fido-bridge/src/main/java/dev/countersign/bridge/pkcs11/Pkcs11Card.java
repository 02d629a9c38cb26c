package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardPlace;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.bridge.operation.RunningOperation;
import dev.countersign.bridge.pkcs11.wire.SlotState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** A card as long as its module shows it unchanged in its slot. */
final class Pkcs11Card implements Card {

  private final ModuleOwner owner;
  private final SlotState state;
  private final TokenInfo info;
  private final Set<RunningOperation<?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean removed;

  Pkcs11Card(ModuleOwner owner, SlotState state) {
    this.owner = owner;
    this.state = state;
    String name = state.label().isBlank() ? state.model() : state.label();
    this.info =
        new TokenInfo(
            new TokenId("card-" + UUID.randomUUID()),
            name.isBlank() ? "smart card" : name,
            TokenInfo.Kind.CARD,
            false);
  }

  SlotState state() {
    return state;
  }

  @Override
  public TokenInfo info() {
    return info;
  }

  @Override
  public CardPlace place() {
    return new CardPlace(owner.module().name(), state.reader());
  }

  @Override
  public TokenOperation<CertificatesOutcome> certificates(Duration deadline) {
    return this.<CertificatesOutcome>start(
        new OperationControl(deadline, progress -> {}),
        List.of(),
        new CertificateReading(state.slot()),
        failure -> failure);
  }

  @Override
  public TokenOperation<CardSignOutcome> sign(
      CardSignRequest request, Consumer<TokenProgress> progress) {
    return this.<CardSignOutcome>start(
        new OperationControl(request.deadline(), progress),
        request.pin().stream().toList(),
        new CardSigning(state.slot(), request),
        failure -> failure);
  }

  private <T> TokenOperation<T> start(
      OperationControl control,
      List<Pin> pins,
      CardTask.Conversation<T> conversation,
      Function<TokenFailure, T> asOutcome) {
    CardTask<T> task = new CardTask<>(owner, control, conversation, asOutcome);
    RunningOperation<T> operation = new RunningOperation<>(control, pins, task, asOutcome);
    open.add(operation);
    operation.whenDone(() -> open.remove(operation));
    if (removed) {
      operation.stop(new TokenFailure.Removed()); // before the owner could begin with it
    }
    owner.run(operation);
    return operation;
  }

  /** Ends what waits for it. */
  void remove() {
    removed = true;
    open.forEach(operation -> operation.stop(new TokenFailure.Removed()));
  }
}
