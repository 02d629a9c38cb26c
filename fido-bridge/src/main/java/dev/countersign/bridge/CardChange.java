package dev.countersign.bridge;

/** Something a {@link CardWatcher} noticed. */
public sealed interface CardChange {

  /** A card came. */
  record Inserted(Card card) implements CardChange {}

  /** A card went; operations on it end with {@link TokenFailure.Removed}. */
  record Removed(TokenId id) implements CardChange {}

  /** A module began to fail; it is started again when it is next used. Its cards are gone. */
  record Troubled(ModuleTrouble trouble) implements CardChange {}

  /** A module works again. */
  record Recovered(CardModule module) implements CardChange {}
}
