package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardPlace;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import java.time.Duration;
import java.util.function.Consumer;

/** Another card, but for what a test changes. */
public interface ForwardingCard extends Card {
  Card card();

  @Override
  default TokenInfo info() {
    return card().info();
  }

  @Override
  default CardPlace place() {
    return card().place();
  }

  @Override
  default TokenOperation<CertificatesOutcome> certificates(Duration deadline) {
    return card().certificates(deadline);
  }

  @Override
  default TokenOperation<CardSignOutcome> sign(
      CardSignRequest request, Consumer<TokenProgress> progress) {
    return card().sign(request, progress);
  }
}
