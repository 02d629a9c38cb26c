package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Enrolled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The one thing that is being done on the page. */
sealed interface TokenActivity {

  /** Nothing. */
  record Quiet() implements TokenActivity {}

  /** Something that waits for an entry and that nothing runs for. */
  sealed interface Form extends TokenActivity {}

  /** Something that runs and can be stopped. */
  sealed interface Running extends TokenActivity {
    Instant deadline();
  }

  /**
   * Waits for new PINs.
   *
   * @param hasPin whether there is one to change
   * @param fewest characters a new one needs
   * @param message what was wrong with the entry before
   */
  record EnterPins(Attached key, boolean hasPin, int fewest, Optional<String> message)
      implements Form {}

  /** Waits for the name of a key to enrol. */
  record NameFresh(Attached key, Optional<String> message) implements Form {}

  /**
   * Waits for the name of a card to enrol, and for the choice of one of several certificates.
   *
   * @param suitable its certificates that can be enrolled; at least one
   * @param name what was entered before
   * @param chosen the index of the certificate; empty before one of several was chosen
   */
  record EnrolCard(
      Attached card,
      List<CardCertificate> suitable,
      String name,
      OptionalInt chosen,
      Optional<String> message)
      implements Form {
    public EnrolCard {
      suitable = List.copyOf(suitable);
    }

    /** As it begins: the only certificate is chosen, of several none. */
    static EnrolCard begin(Attached card, List<CardCertificate> suitable) {
      OptionalInt only = suitable.size() == 1 ? OptionalInt.of(0) : OptionalInt.empty();
      return new EnrolCard(card, suitable, "", only, Optional.empty());
    }
  }

  /** Waits for another name of an enrolled token. */
  record NameAgain(Enrolled token, Optional<String> message) implements Form {}

  /**
   * Waits for the decision to revoke.
   *
   * @param last whether no other token is enrolled
   */
  record ConfirmRevoke(Enrolled token, boolean last) implements Form {}

  /**
   * All keys wait for a touch.
   *
   * @param toEnrol whether the one touched is to be enrolled
   */
  record Finding(boolean toEnrol, Instant deadline) implements Running {}

  /** The key has the PINs. */
  record ChangingPin(String keyName, Instant deadline) implements Running {}

  /**
   * A change waits for a PIN.
   *
   * @param card whose PIN it is; empty for a security key
   */
  record NeedsPin(
      String what,
      String tokenName,
      Optional<CardShown> card,
      Optional<String> message,
      Instant deadline)
      implements Running {}

  /**
   * A change waits for the choice of the token that confirms it.
   *
   * @param keys how many security keys are attached beside the cards
   */
  record ChooseToken(String what, List<CardShown> cards, int keys, Instant deadline)
      implements Running {
    public ChooseToken {
      cards = List.copyOf(cards);
    }
  }

  /**
   * A change is being made.
   *
   * @param touch whether a key waits for the hand
   */
  record Changing(String what, String now, boolean touch, Instant deadline) implements Running {}

  /** It ended. The sentences may have names from outside in them. */
  record Ended(boolean good, List<String> sentences) implements TokenActivity {
    public Ended {
      sentences = List.copyOf(sentences);
    }

    static Ended good(String... sentences) {
      return new Ended(true, List.of(sentences));
    }

    static Ended bad(String... sentences) {
      return new Ended(false, List.of(sentences));
    }
  }

  /** Whether something else can be begun. */
  default boolean free() {
    return this instanceof Quiet || this instanceof Ended;
  }
}
