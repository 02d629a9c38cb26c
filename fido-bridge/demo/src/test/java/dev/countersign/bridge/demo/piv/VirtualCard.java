package dev.countersign.bridge.demo.piv;

import dev.countersign.bridge.demo.card.DemoCardAuthority;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs a command that sees a reader with a virtual PIV card in it: {@code VirtualCard KIND
 * COMMAND…}. Its PIN is 123456. Exits as the command does, 2 for wrong usage, 5 where such a reader
 * is not possible.
 */
final class VirtualCard {

  static final String PIN = "123456";
  private static final List<String> KINDS = List.of("p256", "p384", "rsa2048");

  private VirtualCard() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 2 || !KINDS.contains(arguments[0])) {
      System.err.println("usage: VirtualCard p256|p384|rsa2048 COMMAND…");
      System.exit(2);
    }
    PivKey.Kind kind = PivKey.Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    System.exit(run(card(kind), Arrays.asList(arguments).subList(1, arguments.length)));
  }

  static VirtualPivCard card(PivKey.Kind kind) {
    DemoCardAuthority authority = DemoCardAuthority.create(Clock.systemUTC());
    return VirtualPivCard.of(PIN, VirtualPivCard.issue(authority, "Alex Morgan", kind));
  }

  private static int run(VirtualPivCard card, List<String> line)
      throws IOException, InterruptedException {
    try (PrivateReader reader = PrivateReader.start()) {
      reader.insert(card);
      ProcessBuilder command = new ProcessBuilder(line).inheritIO();
      command.environment().putAll(reader.environment());
      return command.start().waitFor();
    } catch (ReaderUnavailableException unavailable) {
      System.err.println(unavailable.getMessage());
      return 5;
    }
  }
}
