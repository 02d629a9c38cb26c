package dev.countersign.bridge;

/** Something a {@link TokenWatcher} noticed. */
public sealed interface TokenChange {

  /** A token came. */
  record Attached(Token token) implements TokenChange {}

  /** A token went; operations on it end with {@link TokenFailure.Removed}. */
  record Detached(TokenId id) implements TokenChange {}

  /** Looking for tokens began to fail; it is tried again. */
  record Troubled(WatchTrouble trouble) implements TokenChange {}

  /** Looking for tokens works again. */
  record Recovered() implements TokenChange {}
}
