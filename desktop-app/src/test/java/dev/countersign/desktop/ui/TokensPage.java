package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;

/** The Tokens page in front of a test. */
abstract class TokensPage extends FxTest {
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    background.shutdownNow();
  }

  final void open(TokensSnapshot shown) {
    desk.background = background;
    desk.keys.show(shown);
    show(desk.services(false), 980, 720);
    fx(() -> {
      shell.go(Page.TOKENS);
      return shell;
    });
    until("tokens-find");
  }

  final void until(String id) {
    await().until(() -> find(id).isPresent());
    settle();
  }

  final void untilWords(String id, String... words) {
    await()
        .untilAsserted(() -> {
          settle();
          assertThat(find(id)).as(id).isPresent();
          assertThat(words(id)).contains(words);
        });
  }

  final void fire(String id) {
    until(id);
    fx(() -> {
      Button button = (Button) node(id);
      assertThat(button.isDisabled()).as(id).isFalse();
      button.requestFocus();
      return button;
    });
    press(KeyCode.SPACE);
  }

  final boolean disabled(String id) {
    return fx(() -> node(id).isDisabled());
  }

  final String focused() {
    return fx(() -> {
      Node owner = scene().getFocusOwner();
      return owner == null || owner.getId() == null ? "" : owner.getId();
    });
  }
}
