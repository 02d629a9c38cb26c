package dev.countersign.desktop.wiring;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Enrolled;
import java.util.List;
import java.util.Optional;

/** The enrolled token and those that are plugged in. */
record TokensSource(EnrolmentPins pins, TokenWatcher watcher)
    implements LiveSource<TokensSnapshot> {
  private static final String KIND = "FIDO2";

  @Override
  public TokensSnapshot load() {
    EnrolmentPins.Credential credential = pins.credential();
    Enrolled enrolled =
        new Enrolled(
            credential.tokenName(),
            KIND,
            credential.id().base64Url(),
            Optional.empty(),
            pins.demo());
    List<Attached> attached =
        watcher.tokens().stream()
            .map(token -> new Attached(token.info().name(), KIND, token.info().demo()))
            .toList();
    return new TokensSnapshot(List.of(enrolled), attached);
  }

  @Override
  public Subscription onChange(Runnable changed) {
    return watcher.subscribe(_ -> changed.run())::close;
  }
}
