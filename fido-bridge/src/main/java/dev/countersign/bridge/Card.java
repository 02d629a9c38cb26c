package dev.countersign.bridge;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One smart card, or another token behind a PKCS#11 module, as long as it stays where it is. One
 * thread owns its module: operations on all cards of a module run one after another in the order
 * they were started, and none runs on the caller's thread.
 *
 * <p>Progress is reported on the owner's thread; a listener that throws is logged and not called
 * again. No outcome is an exception: a card that is gone answers {@link TokenFailure.Removed}, a
 * module that crashed or hangs {@link TokenFailure.Reason#MODULE_FAILED}.
 */
public interface Card {

  /** What is known of it without talking to it. */
  TokenInfo info();

  /** Where it is, to tell it from others of the same name. */
  CardPlace place();

  /**
   * Reads its certificates and the state of its PIN; needs no PIN. Ask right before a PIN is
   * entered: it tells when that would be the last try, and when the reader has a PIN pad.
   */
  TokenOperation<CertificatesOutcome> certificates(Duration deadline);

  /**
   * Signs with the key of one certificate: open, log in, sign, log out, close. The card is looked
   * at anew, so one that was swapped answers {@link CardSignOutcome.NotThisCard}. A PIN is sent
   * once and never again.
   */
  TokenOperation<CardSignOutcome> sign(CardSignRequest request, Consumer<TokenProgress> progress);
}
