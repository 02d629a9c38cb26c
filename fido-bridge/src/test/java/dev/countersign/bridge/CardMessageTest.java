package dev.countersign.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The words for whatever can happen with a card are those of docs/card-faults.md, row by row. */
class CardMessageTest {

  private static final Path TABLE = Path.of("..", "docs", "card-faults.md");

  private static final CardModule MODULE =
      new CardModule("OpenSC", Path.of("/usr/lib/opensc-pkcs11.so").toAbsolutePath(), Map.of());

  private static List<Map.Entry<String, TokenMessage>> rows() {
    return Stream.of(
            row("no PIN was given", new TokenFailure.PinRequired()),
            row("the PIN is wrong", new TokenFailure.WrongPin(OptionalInt.empty())),
            row("the PIN is wrong, one try left", new TokenFailure.WrongPin(OptionalInt.of(1))),
            row("no PIN tries are left", new TokenFailure.PinLocked()),
            row("the card has no PIN", new TokenFailure.NoPinSet()),
            row("the deadline passed", new TokenFailure.TimedOut()),
            row("stopped by its owner", new TokenFailure.Cancelled()),
            row("refused at the reader", new TokenFailure.Refused()),
            row("taken out", new TokenFailure.Removed()),
            row("the PIN must be changed first", unusable(Reason.PIN_CHANGE_NEEDED)),
            row("another program uses it", unusable(Reason.IN_USE)),
            row("the key is of another kind", unusable(Reason.NOT_SUPPORTED)),
            row("no key for the certificate", unusable(Reason.NO_PRIVATE_KEY)),
            row("the signature is wrong", unusable(Reason.WRONG_SIGNATURE)),
            row("an answer breaks the standard", unusable(Reason.MALFORMED_ANSWER)),
            row("an error without meaning for a person", unusable(Reason.TOKEN_ERROR)),
            row("the module failed in the middle", unusable(Reason.MODULE_FAILED)),
            Map.entry("another card", CardMessage.notThisCard()),
            Map.entry("another card, while one is enrolled", CardMessage.swapped()),
            Map.entry("no fitting certificate", CardMessage.noCertificate()),
            Map.entry("the next try is the last", CardMessage.lastTry()),
            Map.entry("the reader has a PIN pad", CardMessage.pinPad()),
            row("the module is not there", ModuleTrouble.Reason.NOT_FOUND),
            row("the module cannot be loaded", ModuleTrouble.Reason.NOT_LOADABLE),
            row("the module's process cannot be started", ModuleTrouble.Reason.NOT_STARTED),
            row("the module does not want to work", ModuleTrouble.Reason.REFUSED),
            row("the module crashed", ModuleTrouble.Reason.CRASHED),
            row("the module hangs", ModuleTrouble.Reason.HUNG),
            row("the module talks nonsense", ModuleTrouble.Reason.MALFORMED))
        .toList();
  }

  private static Map.Entry<String, TokenMessage> row(String name, TokenFailure failure) {
    return Map.entry(name, CardMessage.of(failure));
  }

  private static Map.Entry<String, TokenMessage> row(String name, ModuleTrouble.Reason reason) {
    return Map.entry(name, CardMessage.of(new ModuleTrouble(MODULE, reason, "…")));
  }

  private static Unusable unusable(Reason reason) {
    return new Unusable(reason, "…");
  }

  @Test
  @DisplayName("D4 each way in which a card can fail has words, and the documentation has the same")
  void words() throws IOException {
    String table = Files.readString(TABLE);

    assertThat(rows())
        .allSatisfy(row ->
            assertThat(table)
                .contains(
                    "| "
                        + row.getKey()
                        + " | "
                        + row.getValue().happened()
                        + " | "
                        + row.getValue().next()
                        + " |\n"));
  }
}
