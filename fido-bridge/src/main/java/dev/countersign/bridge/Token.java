package dev.countersign.bridge;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One attached token. One thread owns it: operations run one after another in the order they were
 * started, and none runs on the caller's thread.
 *
 * <p>Progress is reported on the owner's thread; a listener that throws is logged and not called
 * again. No outcome is an exception: a token that is gone answers {@link TokenFailure.Removed}.
 */
public interface Token {

  /** What is known of it without talking to it. */
  TokenInfo info();

  /** Asks for one assertion (WebAuthn §7.2) with user presence and user verification. */
  TokenOperation<SignOutcome> sign(SignRequest request, Consumer<TokenProgress> progress);

  /** Asks for a new credential (WebAuthn §7.1) with user presence and user verification. */
  TokenOperation<RegistrationOutcome> register(
      RegistrationRequest request, Consumer<TokenProgress> progress);

  /** Asks it about itself; needs neither PIN nor touch. */
  TokenOperation<DescribeOutcome> describe(Duration deadline);

  /** Sets its first PIN or changes it; needs no touch. */
  TokenOperation<PinChangeOutcome> changePin(PinChange change);

  /** Waits until it is touched, to tell it from others; see {@link TouchSelection}. */
  TokenOperation<TouchOutcome> awaitTouch(Duration deadline, Consumer<TokenProgress> progress);
}
