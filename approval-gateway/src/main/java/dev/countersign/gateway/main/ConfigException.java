package dev.countersign.gateway.main;

import java.io.IOException;
import java.io.Serial;

/** The configuration cannot be used; the message names the file and, where it can, the line. */
public final class ConfigException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
