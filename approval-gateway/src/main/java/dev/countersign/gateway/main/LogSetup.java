package dev.countersign.gateway.main;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line for each message, and libraries only when something is wrong. */
final class LogSetup {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
  private static final String LINE = "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n";

  /** Held, because the platform forgets the level of a logger that nobody holds. */
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("io.javalin"), Logger.getLogger("org.eclipse.jetty"));

  /** It warns of our origin, which is meant to be none that a browser knows. */
  private static final Logger YUBICO = Logger.getLogger("com.yubico");

  private LogSetup() {}

  /** Before the first message; what an operator configured stays. */
  static void apply() {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, LINE);
    }
    LIBRARIES.forEach(each -> each.setLevel(Level.WARNING));
    YUBICO.setLevel(Level.SEVERE);
  }
}
