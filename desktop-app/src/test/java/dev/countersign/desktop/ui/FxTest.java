package dev.countersign.desktop.ui;

import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.ui.common.Appearance;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** A desk in a window of the Headless platform, driven by keys. */
abstract class FxTest {
  protected final FxRobot robot = new FxRobot();
  protected final Appearance appearance = new Appearance();
  protected FakeDesk desk = new FakeDesk();
  protected Stage stage;
  protected DeskShell shell;

  protected void show(double width, double height) {
    show(desk.services(), width, height);
  }

  protected void show(DeskServices services, double width, double height) {
    try {
      stage = FxToolkit.registerPrimaryStage();
    } catch (TimeoutException late) {
      throw new IllegalStateException(late);
    }
    fx(() -> {
      shell = DeskWindow.show(stage, services, appearance, width, height);
      stage.setX(0);
      stage.setY(0);
      return stage;
    });
    settle();
  }

  @AfterEach
  void hide() {
    if (stage != null) {
      fx(() -> {
        stage.hide();
        stage.setScene(null);
        return stage;
      });
    }
    desk.close();
  }

  protected Scene scene() {
    return stage.getScene();
  }

  protected void open(String requestId) {
    fx(() -> {
      shell.open(requestId);
      return requestId;
    });
    settle();
  }

  /** Lets queued work and layout run. */
  protected void settle() {
    for (int i = 0; i < 3; i++) {
      fx(() -> {
        scene().getRoot().applyCss();
        scene().getRoot().layout();
        return scene();
      });
    }
  }

  protected Node node(String id) {
    return find(id).orElseThrow(() -> new AssertionError("nothing on screen has the id " + id));
  }

  protected Optional<Node> find(String id) {
    return fx(() ->
        scene().getRoot().lookupAll("*").stream()
            .filter(each -> id.equals(each.getId()))
            .filter(FxTest::isShown)
            .findFirst());
  }

  private static boolean isShown(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  protected boolean insideWindow(Node node) {
    return fx(() -> {
      Bounds bounds = node.localToScene(node.getLayoutBounds());
      return bounds.getMinX() >= 0
          && bounds.getMinY() >= 0
          && bounds.getMaxX() <= scene().getWidth() + 0.5
          && bounds.getMaxY() <= scene().getHeight() + 0.5;
    });
  }

  /** Scrolls the review to its end, a bit less than a window at a time, as a reader would. */
  protected void readAll() {
    ScrollPane scroll = (ScrollPane) node("review").lookup(".scroll-pane");
    for (double at = 0; at <= 1.0001; at += 0.02) {
      double to = Math.min(1, at);
      fx(() -> {
        scroll.setVvalue(to);
        return to;
      });
    }
    settle();
  }

  protected void press(KeyCode... keys) {
    for (KeyCode key : keys) {
      robot.push(key);
    }
    settle();
  }

  /** Types ASCII text into what has the focus. */
  protected void type(String text) {
    fx(() -> {
      for (char each : text.toCharArray()) {
        Node target = scene().getFocusOwner();
        Event.fireEvent(
            target,
            new KeyEvent(
                KeyEvent.KEY_TYPED,
                String.valueOf(each),
                "",
                KeyCode.UNDEFINED,
                false,
                false,
                false,
                false));
      }
      return text;
    });
    settle();
  }

  protected void tick(long seconds) {
    desk.pass(seconds);
    await()
        .untilAsserted(() -> {
          settle();
        });
  }

  /** What is written inside of a node, each label and text once. */
  protected final String words(String id) {
    return fx(() -> {
      StringBuilder words = new StringBuilder();
      node(id)
          .lookupAll("*")
          .forEach(each -> {
            if (each instanceof Labeled label && label.getText() != null && label.isVisible()) {
              words.append(label.getText()).append(' ');
            } else if (each instanceof Text text && !(each.getParent() instanceof Labeled)) {
              words.append(text.getText()).append(' ');
            }
          });
      return words.toString();
    });
  }

  protected static <T> T fx(Callable<T> work) {
    if (Platform.isFxApplicationThread()) {
      try {
        return work.call();
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(() -> {
      try {
        result.complete(work.call());
      } catch (Throwable failed) {
        result.completeExceptionally(failed);
      }
    });
    try {
      return result.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      // What is asserted there is asserted here, for those who wait until it holds.
      if (failed.getCause() instanceof AssertionError wrong) {
        throw wrong;
      }
      throw new IllegalStateException(failed);
    } catch (InterruptedException | TimeoutException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
