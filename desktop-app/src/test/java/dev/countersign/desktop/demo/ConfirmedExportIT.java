package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.enrollment.EnrolmentFile;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export from the window of a whole desk, with keys that are enrolled and that are not. */
class ConfirmedExportIT {
  @TempDir private Path folder;

  private static final class Hand implements EnrolledTokenChanges.Person {
    @Override
    public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last) {
      return Optional.of(RealDesk.PIN.toCharArray());
    }

    @Override
    public Optional<char[]> cardPin(CardShown card, Optional<String> message) {
      return Optional.empty();
    }

    @Override
    public Optional<Integer> choose(List<CardShown> cards, int keys) {
      return Optional.empty();
    }

    @Override
    public void says(String sentence) {}
  }

  private static List<DeskEvent.Exported> exports(RealDesk real) {
    return real.desk().log().entriesFrom(0, 1_000).stream()
        .map(entry -> entry.content())
        .filter(content ->
            content instanceof Content.Happened happened
                && happened.event() instanceof DeskEvent.Exported)
        .map(content -> (DeskEvent.Exported) ((Content.Happened) content).event())
        .toList();
  }

  private static void awaitOnly(RealDesk real, DemoKey key) {
    await()
        .until(() ->
            real.tokens.tokens().stream()
                .map(token -> token.info().name())
                .toList()
                .equals(List.of(key.name())));
  }

  @Test
  @DisplayName(
      "S3.3 an export is released by an enrolled key only, and its entry names that key; a"
          + " stranger's key with the same PIN releases nothing")
  void exports() throws Exception {
    try (RealDesk real = RealDesk.in(folder)) {
      real.openDesk();
      var history = real.desk().services().sources().historyDesk();
      DemoKey mine = real.keys.keys().getFirst();
      mine.unplug();
      DemoKey strange = real.keys.addKey("strange");
      strange.presetPin(RealDesk.PIN.toCharArray());
      strange.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      strange.plug();
      awaitOnly(real, strange);
      Path file = folder.resolve("log.csv");
      assertThat(history.export(file, ExportFormat.CSV, new Hand(), Export.Control.NONE))
          .isInstanceOf(Export.Outcome.NotDone.class);
      assertThat(file).doesNotExist();
      assertThat(exports(real)).isEmpty();

      strange.unplug();
      mine.plug();
      awaitOnly(real, mine);
      assertThat(history.export(file, ExportFormat.CSV, new Hand(), Export.Control.NONE))
          .isInstanceOf(Export.Outcome.Done.class);
      assertThat(Files.readString(file)).contains("genesis");
      assertThat(exports(real))
          .singleElement()
          .satisfies(export ->
              assertThat(export.confirmedBy())
                  .contains(
                      EnrolmentFile.open(real.deskFolder.enrolment())
                          .credentials()
                          .getFirst()
                          .id()));
    }
  }

  @Test
  @DisplayName(
      "S3.3 the command exports after the enrolled key was touched only, and its entry names the key")
  void byCommand() throws Exception {
    try (RealDesk real = RealDesk.in(folder);
        CardWatcher cards = Pkcs11Cards.watch(List.of())) {
      Path file = folder.resolve("log.csv");
      String[] arguments = {
        "log", "export", "--pin-stdin", "--format", "csv", "--out", file.toString()
      };
      CommandRun command = new CommandRun(real.deskFolder, real.keys::watch, cards);
      assertThat(command.run("000000\n", arguments)).isEqualTo(1);
      assertThat(command.said()).contains("That PIN is wrong", "Nothing was exported.");
      assertThat(file).doesNotExist();
      assertThat(command.run(RealDesk.PIN + "\n", arguments)).as(command.said()).isZero();
      assertThat(Files.readString(file)).contains("genesis");
      real.openDesk();
      assertThat(exports(real))
          .singleElement()
          .satisfies(export ->
              assertThat(export.confirmedBy())
                  .contains(
                      EnrolmentFile.open(real.deskFolder.enrolment())
                          .credentials()
                          .getFirst()
                          .id()));
    }
  }
}
