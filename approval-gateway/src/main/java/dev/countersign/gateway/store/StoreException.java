package dev.countersign.gateway.store;

import java.io.Serial;

/** The store is in doubt or refused to work; nothing was done as far as it can tell. */
public final class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StoreException(String sentence) {
    super(sentence);
  }

  public StoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
