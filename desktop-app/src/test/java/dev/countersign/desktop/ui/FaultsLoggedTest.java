package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.proof.Bytes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogRecord;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fault of ours ends on screen and is in the log, without a PIN")
class FaultsLoggedTest extends TokensPage {
  private static final String PIN = "73519";
  private final RuntimeException fault = new IllegalStateException("a fault of ours");
  private Logged logged;

  @BeforeEach
  void listen() {
    logged = new Logged();
  }

  @AfterEach
  void stop() {
    logged.close();
  }

  private void untilLogged(String words) {
    await()
        .untilAsserted(() -> {
          assertThat(logged.records())
              .anySatisfy(each -> {
                assertThat(each.getThrown()).isSameAs(fault);
                assertThat(each.getMessage()).contains(words);
              });
          assertThat(logged.records())
              .extracting(FaultsLoggedTest::whole)
              .noneMatch(text -> text.contains(PIN));
        });
  }

  private static String whole(LogRecord each) {
    StringWriter text = new StringWriter();
    text.append(each.getMessage());
    Optional.ofNullable(each.getThrown())
        .ifPresent(thrown -> thrown.printStackTrace(new PrintWriter(text, true)));
    return text.toString();
  }

  @Test
  @DisplayName("an export that a fault stops")
  void export() {
    desk.exporting =
        (what, person, control) -> {
          person.pin("YubiKey 5", Optional.empty());
          throw fault;
        };
    open(new TokensSnapshot(List.of(), List.of(), List.of()));
    fx(() -> {
      shell.go(Page.HISTORY);
      return shell;
    });
    fire("history-export");
    fire("export-start");
    until("export-pin");
    type(PIN);
    press(KeyCode.ENTER);
    untilWords("export-failed", "An internal error stopped it", "is not known");
    untilLogged("an export stopped");
  }

  @Test
  @DisplayName("a change of tokens that a fault stops")
  void change() {
    desk.keys.changes = Optional.of(new Failing(fault));
    open(
        new TokensSnapshot(
            List.of(FakeTokenDesk.enrolled("blue key", false)), List.of(), List.of()));
    fire("enrolled-0-rename");
    until("token-name");
    type("!");
    press(KeyCode.ENTER);
    until("token-pin");
    type(PIN);
    press(KeyCode.ENTER);
    untilWords("token-failed", "An internal error stopped it");
    untilLogged("a change of tokens stopped");
  }

  @Test
  @DisplayName("a search of the history, and whatever else a page reads, that cannot be done")
  void reading() {
    desk.past =
        new AbstractList<>() {
          @Override
          public HistoryRow get(int index) {
            throw fault;
          }

          @Override
          public int size() {
            return 1;
          }
        };
    open(new TokensSnapshot(List.of(), List.of(), List.of()));
    fx(() -> {
      shell.go(Page.HISTORY);
      return shell;
    });
    untilWords("history-failed", "could not be read");
    untilLogged("the history could not be read");
    try (LiveValue<String> value = new LiveValue<>(new Broken(fault), Runnable::run)) {
      untilLogged("what a page shows could not be read");
      await().until(() -> fx(() -> value.failure().get()).equals(Optional.of("a fault of ours")));
    }
  }

  private static final class Failing extends NoTokenChanges {
    private final RuntimeException fault;

    Failing(RuntimeException fault) {
      this.fault = fault;
    }

    @Override
    public EnrolledTokenChanges.Ended rename(Bytes id, String name, Person person)
        throws InterruptedException {
      person.pin("blue key", Optional.empty());
      throw fault;
    }
  }

  private record Broken(RuntimeException fault) implements LiveSource<String> {
    @Override
    public String load() {
      throw fault;
    }

    @Override
    public Subscription onChange(Runnable changed) {
      return () -> {};
    }
  }
}
