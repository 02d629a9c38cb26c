package dev.countersign.bridge.demo.card;

import java.io.Serial;

/** SoftHSM2 or a tool for it is not installed; the message says which, in one sentence. */
public final class SoftHsmUnavailableException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  SoftHsmUnavailableException(String sentence) {
    super(sentence);
  }
}
