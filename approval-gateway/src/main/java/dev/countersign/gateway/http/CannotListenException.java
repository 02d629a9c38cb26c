package dev.countersign.gateway.http;

import java.io.Serial;

/** The address cannot be listened on; the message names it and says why. */
public final class CannotListenException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  CannotListenException(Listen listen, Throwable cause) {
    super("cannot listen on " + listen.host() + ":" + listen.port() + ": " + reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
      root = next;
    }
    return String.valueOf(root.getMessage());
  }
}
