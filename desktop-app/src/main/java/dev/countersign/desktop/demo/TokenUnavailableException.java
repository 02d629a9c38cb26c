package dev.countersign.desktop.demo;

import java.io.IOException;

/** This system lacks what a card of the demo needs; the message is a sentence that says what. */
public final class TokenUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  TokenUnavailableException(String sentence) {
    super(sentence);
  }
}
