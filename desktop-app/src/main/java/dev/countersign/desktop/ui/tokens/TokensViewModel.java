package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenId;
import dev.countersign.desktop.ui.tokens.TokenActivity.Ended;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Enrolled;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * What is being done on the Tokens page, one thing at a time, for the FX thread. What takes time
 * runs elsewhere.
 */
public final class TokensViewModel implements AutoCloseable {
  private static final int LONGEST_NAME = 100;

  private final TokenDesk desk;
  private final InstantSource clock;
  private final ReadOnlyObjectWrapper<TokenActivity> activity =
      new ReadOnlyObjectWrapper<>(new TokenActivity.Quiet());
  private final ReadOnlyObjectWrapper<Optional<TokenId>> found =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final KeyWork keys;
  private final EnrolmentWork enrolments;

  public TokensViewModel(TokenDesk desk, Executor background, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
    this.keys = new KeyWork(clock, activity::set);
    this.enrolments = new EnrolmentWork(background, clock, activity::set);
  }

  ReadOnlyObjectProperty<TokenActivity> activity() {
    return activity.getReadOnlyProperty();
  }

  /** The key that was touched last when a touch was asked for. */
  ReadOnlyObjectProperty<Optional<TokenId>> found() {
    return found.getReadOnlyProperty();
  }

  /** Whether enrolled tokens can be changed from here. */
  boolean canChange() {
    return desk.changes().isPresent();
  }

  /** Lets the person say by a touch which of the keys is meant. */
  void find(TokensSnapshot shown, boolean toEnrol) {
    if (!activity.get().free()) {
      return;
    }
    found.set(Optional.empty());
    keys.find(desk.keys(), toEnrol, touched -> found(shown, touched, toEnrol));
  }

  private void found(TokensSnapshot shown, Token touched, boolean toEnrol) {
    TokenId id = touched.info().id();
    found.set(Optional.of(id));
    Optional<Attached> row =
        shown.attached().stream().filter(each -> each.id().equals(id)).findFirst();
    if (!toEnrol || row.isEmpty()) {
      activity.set(
          Ended.good("You touched “" + touched.info().name() + "”; it is marked in the list."));
      return;
    }
    Optional<String> why = TokenWords.noEnrolment(row.get());
    activity.set(
        why.<TokenActivity>map(words -> Ended.bad(words, "Nothing was enrolled."))
            .orElseGet(() -> new TokenActivity.NameFresh(row.get(), Optional.empty())));
  }

  /** Opens the form for a key's PIN. */
  void editPin(Attached key) {
    if (activity.get().free() && key.state() instanceof TokenState.Key(TokenDetails details)) {
      activity.set(
          new TokenActivity.EnterPins(
              key, details.pin().set(), details.pin().fewestCharacters(), Optional.empty()));
    }
  }

  /** Sets or changes the PIN; all arrays are wiped in every case. */
  void changePin(char[] current, char[] fresh, char[] again) {
    PinEntry entry = new PinEntry(current, fresh, again);
    if (!(activity.get() instanceof TokenActivity.EnterPins form)) {
      entry.wipe();
      return;
    }
    TokenId id = form.key().id();
    keys.changePin(desk.key(id), form, entry, () -> desk.lookAgain(id));
  }

  /** Opens the form for a further key or card. */
  void editFresh(Attached token) {
    open(
        token.state() instanceof TokenState.Card card
            ? TokenActivity.EnrolCard.begin(token, card.suitable())
            : new TokenActivity.NameFresh(token, Optional.empty()));
  }

  /** Opens the form for another name. */
  void editName(Enrolled token) {
    open(new TokenActivity.NameAgain(token, Optional.empty()));
  }

  /** Asks whether a token is really to be revoked. */
  void askRevoke(Enrolled token, boolean last) {
    open(new TokenActivity.ConfirmRevoke(token, last));
  }

  private void open(TokenActivity.Form form) {
    if (activity.get().free()) {
      activity.set(form);
    }
  }

  /** Takes the name of the open form and goes on with it. */
  void giveName(String entered) {
    String name = entered.strip();
    Optional<String> fault = fault(name);
    switch (activity.get()) {
      case TokenActivity.NameFresh form -> {
        if (fault.isPresent()) {
          activity.set(new TokenActivity.NameFresh(form.key(), fault));
        } else {
          enrol(form, name);
        }
      }
      case TokenActivity.NameAgain form -> {
        if (fault.isPresent()) {
          activity.set(new TokenActivity.NameAgain(form.token(), fault));
        } else {
          change(
              "Renaming “" + form.token().name() + "” to “" + name + "”",
              "It is called “" + name + "” now.",
              (changes, person) -> changes.rename(form.token().id(), name, person));
        }
      }
      default -> {}
    }
  }

  private static Optional<String> fault(String name) {
    int length = name.codePointCount(0, name.length());
    return length == 0 || length > LONGEST_NAME
        ? Optional.of("A name has 1 to " + LONGEST_NAME + " characters. Nothing was sent.")
        : Optional.empty();
  }

  /** Takes what was entered for a further card and goes on with it. */
  void enrolCard(String entered, OptionalInt chosen) {
    if (!(activity.get() instanceof TokenActivity.EnrolCard form)) {
      return;
    }
    String name = entered.strip();
    Optional<String> fault =
        fault(name)
            .or(() ->
                chosen.isPresent()
                    ? Optional.empty()
                    : Optional.of("Choose one of the certificates first. Nothing was sent."));
    if (fault.isPresent()) {
      activity.set(
          new TokenActivity.EnrolCard(form.card(), form.suitable(), entered, chosen, fault));
      return;
    }
    Optional<Card> fresh = desk.card(form.card().id());
    if (fresh.isEmpty()) {
      activity.set(Ended.bad("The card is gone.", "Nothing was enrolled.", "Put it in again."));
      return;
    }
    CardCertificate certificate = form.suitable().get(chosen.getAsInt());
    change(
        "Enrolling “" + name + "”",
        "“" + name + "” is enrolled. If it takes the place of an older card, revoke that one now.",
        (changes, person) -> changes.add(fresh.get(), certificate, name, person));
  }

  private void enrol(TokenActivity.NameFresh form, String name) {
    Optional<Token> fresh = desk.key(form.key().id());
    if (fresh.isEmpty()) {
      activity.set(Ended.bad("The key is gone.", "Nothing was enrolled.", "Plug it in again."));
      return;
    }
    change(
        "Enrolling “" + name + "”",
        "“" + name + "” is enrolled: it can sign decisions from now on.",
        (changes, person) -> changes.add(fresh.get(), name, person));
  }

  /** Revokes the token of the open question. */
  void revoke(boolean lastConfirmed) {
    if (activity.get() instanceof TokenActivity.ConfirmRevoke(Enrolled token, boolean last)
        && (!last || lastConfirmed)) {
      change(
          "Revoking “" + token.name() + "”",
          "“" + token.name() + "” is revoked: it can decide nothing any more.",
          (changes, person) -> changes.revoke(token.id(), last, person));
    }
  }

  private void change(String what, String done, EnrolmentWork.Call call) {
    desk.changes()
        .ifPresentOrElse(
            changes -> enrolments.begin(what, done, person -> call.make(changes, person)),
            () ->
                activity.set(
                    Ended.bad(
                        "Enrolled tokens cannot be changed from here.", "Nothing was changed.")));
  }

  /** Hands on the PIN that a change asked for; the array is wiped in every case. */
  void providePin(char[] pin) {
    boolean ofCard =
        activity.get() instanceof TokenActivity.NeedsPin needs && needs.card().isPresent();
    enrolments.providePin(pin, ofCard);
  }

  /** Hands on which token is to confirm a change. */
  void choose(int index) {
    if (activity.get() instanceof TokenActivity.ChooseToken) {
      enrolments.choose(index);
    }
  }

  /** Closes a form, stops what runs, or puts away how it ended. */
  void leave() {
    switch (activity.get()) {
      case TokenActivity.Running _ -> stop();
      default -> activity.set(new TokenActivity.Quiet());
    }
  }

  /** Puts a form away, since nobody sees it any more; what runs goes on. */
  void unseen() {
    if (!(activity.get() instanceof TokenActivity.Running)) {
      activity.set(new TokenActivity.Quiet());
    }
  }

  /** Stops what ran past its deadline. */
  void tick() {
    if (activity.get() instanceof TokenActivity.Running running
        && clock.instant().isAfter(running.deadline())) {
      stop();
    }
  }

  private void stop() {
    keys.stop();
    enrolments.stop();
  }

  @Override
  public void close() {
    stop();
  }
}
