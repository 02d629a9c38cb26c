package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.common.Ui.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.layout.GridPane;

/** What tells one certificate of a card from another; its names are text from outside. */
final class CertificateFacts {
  /** So that several are told apart. */
  private static final Insets ABOVE = new Insets(8, 0, 0, 0);

  private CertificateFacts() {}

  /** With the reason, if it cannot be enrolled. */
  static GridPane of(TokenState.OnCard on) {
    List<Fact> facts = facts(on.certificate());
    on.unsuitable().ifPresent(why -> facts.add(new Fact("Enrolment", why.text())));
    GridPane grid = Ui.facts(facts);
    grid.setPadding(ABOVE);
    return grid;
  }

  static GridPane of(CardCertificate certificate) {
    return Ui.facts(facts(certificate));
  }

  private static List<Fact> facts(CardCertificate certificate) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Certificate of", certificate.subject()));
    facts.add(new Fact("Issued by", certificate.issuer()));
    facts.add(
        new Fact("Valid until", Times.full(Instant.ofEpochSecond(certificate.leaf().notAfter()))));
    if (!certificate.purposes().isEmpty()) {
      facts.add(new Fact("Purposes", String.join(", ", certificate.purposes())));
    }
    return facts;
  }
}
