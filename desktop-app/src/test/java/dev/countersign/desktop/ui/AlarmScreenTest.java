package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.ui.trust.TrustSnapshot;
import dev.countersign.desktop.ui.trust.TrustSnapshot.Alarm;
import dev.countersign.desktop.ui.trust.TrustSnapshot.Standing;
import dev.countersign.desktop.ui.trust.TrustSnapshot.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ButtonBase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmScreenTest extends FxTest {
  private static final Alarm OWN =
      new Alarm(
          "This device is suspended: it showed a shorter audit log than the gateway had witnessed"
              + " (1,180 entries, not 1,206).",
          "Nothing decided here counts. Its folder may have been restored or copied. Keep it as"
              + " evidence and call your operator: the way back is a new enrolment.",
          "correlation id c_q3Vd1yZt8mWcJ0hB7uXfKs",
          SampleRequest.NOW.minusSeconds(95));
  private static final Alarm SECOND =
      new Alarm(
          "The witness witness.auditor.example has seen 1,206 entries of this device's log; here are"
              + " only 1,180.",
          "Nothing can be decided here. Keep this device's folder as evidence and call your"
              + " operator.",
          "second witness witness.auditor.example",
          SampleRequest.NOW.minusSeconds(90));

  @TempDir private Path temporary;

  private void tell(TrustSnapshot snapshot) {
    desk.tell(snapshot);
    settle();
  }

  @Test
  @DisplayName(
      "D5 an alarm stands above every page until it is dealt with, and nobody can close it")
  void staysOnScreen() {
    desk.filled();
    show(980, 720);
    assertThat(find("alarm-banner")).isEmpty();
    tell(new TrustSnapshot(List.of(OWN), List.of()));
    for (Page page : Page.values()) {
      fx(() -> {
        shell.go(page);
        return page;
      });
      settle();
      assertThat(insideWindow(node("alarm-banner"))).as(page.name()).isTrue();
      assertThat(words("alarm-banner"))
          .contains("This device is suspended", "1,180 entries", "c_q3Vd1yZt8mWcJ0hB7uXfKs");
    }
    open("req-7f3a91c2");
    assertThat(insideWindow(node("alarm-banner"))).isTrue();
    assertThat(fx(() -> node("alarm-banner").lookupAll(".button")))
        .filteredOn(ButtonBase.class::isInstance)
        .isEmpty();
    tell(TrustSnapshot.QUIET);
    assertThat(find("alarm-banner")).isEmpty();
  }

  @Test
  @DisplayName("D5 the state of every second witness stands beside that of the log")
  void secondWitnesses() {
    desk.filled();
    show(980, 720);
    tell(
        new TrustSnapshot(
            List.of(),
            List.of(
                new Witness("witness.a.example", Standing.COSIGNED, "cosigned 1,206 entries"),
                new Witness("witness.b.example", Standing.SILENT, "it could not be reached"),
                new Witness("witness.c.example", Standing.ALARMED, "contradicts this log"))));
    assertThat(words("second-witnesses"))
        .contains("witness.a.example: cosigned 1,206 entries")
        .contains("witness.b.example: it could not be reached")
        .contains("witness.c.example: contradicts this log");
    assertThat(insideWindow(node("second-witnesses"))).isTrue();
  }

  @ParameterizedTest(name = "{0} %")
  @ValueSource(ints = {100, 150, 200})
  @DisplayName("D2 D5 in a small window the alarm and the way to say no both stay on screen")
  void smallWindow(int scale) {
    appearance.scalePercent().set(scale);
    desk.filled();
    show(900, 600);
    tell(new TrustSnapshot(List.of(OWN, SECOND, OWN), List.of()));
    open("req-b1770e55");
    for (String id : new String[] {"alarm-banner", "deny", "approve"}) {
      assertThat(insideWindow(node(id))).as(id).isTrue();
    }
    assertThat(words("alarm-banner")).contains("This device is suspended", "more");
  }

  @Test
  @DisplayName("D5 the alarms can be pictured")
  void picture() throws IOException {
    desk.filled();
    show(980, 720);
    tell(
        new TrustSnapshot(
            List.of(OWN, SECOND),
            List.of(
                new Witness("witness.auditor.example", Standing.ALARMED, "contradicts this log"),
                new Witness("witness.b.example", Standing.SILENT, "it could not be reached"))));
    Path folder =
        Optional.ofNullable(System.getProperty("desk.pictures")).map(Path::of).orElse(temporary);
    Files.createDirectories(folder);
    Path file = folder.resolve("08-alarms.png");
    DeskPictures.write(fx(() -> DeskPictures.take(scene())), file);
    assertThat(file).isNotEmptyFile();
  }
}
