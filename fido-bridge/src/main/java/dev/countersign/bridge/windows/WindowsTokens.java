package dev.countersign.bridge.windows;

import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenChange;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.WatchTrouble;
import dev.countersign.bridge.WatchTrouble.Reason;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/** The security keys of a Windows computer. For wiring code. Not yet tried. */
public final class WindowsTokens {

  private WindowsTokens() {}

  /**
   * Loads webauthn.dll; where it is missing (before Windows 10 1903), the watcher reports that.
   * Which keys are plugged in is Windows' business: the one token is always there.
   */
  public static TokenWatcher watch() {
    try {
      return new Always(Optional.of(new WindowsToken(new WebAuthnDll())));
    } catch (IllegalArgumentException | NoSuchElementException missing) {
      return new Always(Optional.empty());
    }
  }

  /** One token, or none and the reason; nothing ever changes. */
  private record Always(Optional<WindowsToken> token) implements TokenWatcher {

    @Override
    public List<Token> tokens() {
      return token.<Token>map(each -> each).stream().toList();
    }

    @Override
    public Optional<WatchTrouble> trouble() {
      return token.isPresent()
          ? Optional.empty()
          : Optional.of(
              new WatchTrouble(
                  Reason.SYSTEM_LIBRARY_MISSING,
                  "Windows' WebAuthn library cannot be loaded; Windows 10 version 1903 or later has"
                      + " it."));
    }

    @Override
    public Subscription subscribe(Consumer<TokenChange> listener) {
      return () -> {};
    }

    @Override
    public void close() {
      token.ifPresent(WindowsToken::close);
    }
  }
}
