package dev.countersign.bridge.pkcs11.wire;

import java.io.IOException;

/** What came is not a frame, or not a message, of this protocol. Quotes nothing of it. */
public final class MalformedFrameException extends IOException {

  private static final long serialVersionUID = 1;

  MalformedFrameException(String message) {
    super(message);
  }
}
