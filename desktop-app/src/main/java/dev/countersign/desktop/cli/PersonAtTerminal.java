package dev.countersign.desktop.cli;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who changes tokens by a command. */
final class PersonAtTerminal implements Person {
  private final PinInput.Source pins;
  private final Terminal terminal;
  private final Optional<Bytes> confirmsWith;
  private final Set<CardShown> asked = new HashSet<>();

  PersonAtTerminal(PinInput.Source pins, Terminal terminal, Optional<Bytes> confirmsWith) {
    this.pins = pins;
    this.terminal = terminal;
    this.confirmsWith = confirmsWith;
  }

  /** Where its answers come from. */
  PinInput.Source pins() {
    return pins;
  }

  @Override
  public Optional<Bytes> confirmsWith() {
    return confirmsWith;
  }

  @Override
  public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last) {
    last.ifPresent(wrong -> terminal.note(TokenMessage.of(wrong).happened()));
    return next("PIN of " + Printable.text(tokenName));
  }

  /** The next line of a file was not meant as a second try, which could lock the card. */
  @Override
  public Optional<char[]> cardPin(CardShown card, Optional<String> message) {
    message.ifPresent(words -> terminal.note(Printable.text(words)));
    boolean again = !asked.add(card);
    return again && !pins.isPerson() ? Optional.empty() : next("PIN of the card " + named(card));
  }

  private Optional<char[]> next(String prompt) {
    try {
      return pins.next(prompt, false);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public Optional<Integer> choose(List<CardShown> cards, int keys) {
    terminal.note("Several enrolled tokens are attached:");
    for (CardShown card : cards) {
      terminal.note("  " + named(card));
    }
    if (keys > 0) {
      terminal.note("  " + (keys == 1 ? "a security key" : keys + " security keys"));
    }
    terminal.note("Say with --confirm-with which of them confirms it.");
    return Optional.empty();
  }

  // All but the words around is text from outside: no control character of it is printed.
  private static String named(CardShown card) {
    return Printable.text(
        "“" + card.name() + "” (" + card.subject() + "), module " + card.module());
  }

  @Override
  public void says(String sentence) {
    terminal.note(Printable.text(sentence));
  }
}
