package dev.countersign.bridge;

import java.nio.file.Path;
import java.util.Map;

/**
 * A PKCS#11 module to use.
 *
 * @param name what people call it; at least one character
 * @param library the shared library, an absolute path
 * @param environment variables set for the module's own process beside what it is given anyway, for
 *     modules that read their configuration from there; no place for a PIN
 */
public record CardModule(String name, Path library, Map<String, String> environment) {

  /** Refuses an empty name, a relative path, and a variable that no process could be given. */
  public CardModule {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a module needs a name");
    }
    if (!library.isAbsolute()) {
      throw new IllegalArgumentException("the path of a module must be absolute: " + library);
    }
    environment = Map.copyOf(environment);
    environment.forEach((variable, value) -> {
      if (variable.isEmpty()
          || variable.indexOf('=') >= 0
          || (variable + value).indexOf('\0') >= 0) {
        throw new IllegalArgumentException("the environment has a variable that none can be");
      }
    });
  }
}
