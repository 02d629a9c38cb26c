package dev.countersign.desktop.submission;

import java.io.Serial;

/** The gateway gave no access token. */
final class NotAuthenticatedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  NotAuthenticatedException(Reply reply) {
    super("the gateway gave no access token");
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}
