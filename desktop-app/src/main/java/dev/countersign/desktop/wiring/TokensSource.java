package dev.countersign.desktop.wiring;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.enrollment.EnrolmentFile;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Enrolled;
import java.util.List;
import java.util.Optional;

/** The enrolled tokens and those that are plugged in. */
record TokensSource(EnrolmentFile enrolment, TokenWatcher watcher)
    implements LiveSource<TokensSnapshot> {
  private static final String KIND = "FIDO2";
  private static final String CARD = "Smart card";

  @Override
  public TokensSnapshot load() {
    boolean demo = enrolment.pins().demo();
    List<Enrolled> enrolled =
        enrolment.credentials().stream().map(each -> enrolled(each, demo)).toList();
    List<Attached> attached =
        watcher.tokens().stream()
            .map(token -> new Attached(token.info().name(), KIND, token.info().demo()))
            .toList();
    return new TokensSnapshot(enrolled, attached);
  }

  private static Enrolled enrolled(EnrolledCredential credential, boolean demo) {
    String kind =
        switch (credential) {
          case EnrolledCredential.FidoCredential _ -> KIND;
          case EnrolledCredential.CardCredential _ -> CARD;
        };
    return new Enrolled(
        credential.name(), kind, credential.id().base64Url(), Optional.empty(), demo);
  }

  @Override
  public Subscription onChange(Runnable changed) {
    TokenWatcher.Subscription attached = watcher.subscribe(_ -> changed.run());
    Subscription enrolled = enrolment.onChange(changed);
    return () -> {
      enrolled.close();
      attached.close();
    };
  }
}
