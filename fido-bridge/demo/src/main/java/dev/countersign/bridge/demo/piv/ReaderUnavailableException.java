package dev.countersign.bridge.demo.piv;

import java.io.Serial;

/** A private reader is not possible on this system; the message says why, in one sentence. */
public final class ReaderUnavailableException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  ReaderUnavailableException(String sentence) {
    super(sentence);
  }
}
