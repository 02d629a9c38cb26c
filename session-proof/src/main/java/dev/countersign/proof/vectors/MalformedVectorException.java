package dev.countersign.proof.vectors;

import java.io.Serial;

/** A vector is not in the published format, so that it says nothing about any verifier. */
public final class MalformedVectorException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public MalformedVectorException(String sentence) {
    super(sentence);
  }

  public MalformedVectorException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
