package dev.countersign.desktop.ui;

import dev.countersign.desktop.ui.common.Appearance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;

/**
 * One open window of the desk, for callers that know nothing of JavaFX: it waits until a person
 * closes it, or does what a person's hands would do and takes pictures. Every wait has a deadline
 * and ends, in vain, with an {@link IOException} that tells what is on screen instead.
 */
public final class DeskSession implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_MILLIS = 50;
  private static final int MOST_STEPS = 500;

  private final Stage stage;
  private final DeskShell shell;
  private final CountDownLatch closed;

  private DeskSession(Stage stage, DeskShell shell, CountDownLatch closed) {
    this.stage = stage;
    this.shell = shell;
    this.closed = closed;
  }

  /** Opens the window in its usual size. */
  public static DeskSession open(DeskServices services)
      throws DeskToolkit.ToolkitMissingException, InterruptedException {
    DeskToolkit.start();
    return DeskToolkit.call(() -> {
      Stage stage = new Stage();
      return session(stage, DeskWindow.show(stage, services, new Appearance()));
    });
  }

  /** Opens the same window without a display; the headless screen is 1000 by 1000 pixels. */
  public static DeskSession openHeadless(DeskServices services, double width, double height)
      throws DeskToolkit.ToolkitMissingException, InterruptedException {
    DeskToolkit.startHeadless();
    return DeskToolkit.call(() -> {
      Stage stage = new Stage();
      return session(stage, DeskWindow.show(stage, services, new Appearance(), width, height));
    });
  }

  private static DeskSession session(Stage stage, DeskShell shell) {
    CountDownLatch closed = new CountDownLatch(1);
    stage
        .showingProperty()
        .subscribe(showing -> {
          if (!showing) {
            closed.countDown();
          }
        });
    return new DeskSession(stage, shell, closed);
  }

  /** Waits until the window is closed by its user. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /** Shows a page by its position in the navigation. */
  public void go(Page page) throws InterruptedException {
    onWindow(() -> shell.go(page));
  }

  /** Opens a request for review once it is in the inbox. */
  public void review(String requestId) throws InterruptedException, IOException {
    await("inbox-" + requestId);
    onWindow(() -> shell.open(requestId));
    await("review");
  }

  /** Goes to the next unseen part with the key N until approving no longer waits for any. */
  public void readEverything() throws InterruptedException, IOException {
    for (int step = 0; step < MOST_STEPS && text("approve-why").contains("unseen"); step++) {
      press(KeyCode.N);
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  /** Types into a field. */
  public void type(String fieldId, String text) throws InterruptedException, IOException {
    await(fieldId);
    onWindow(() -> ((TextInputControl) node(fieldId)).setText(text));
  }

  /** Presses a button as soon as it can be pressed. */
  public void press(String buttonId) throws InterruptedException, IOException {
    awaitThat(
        buttonId + " can be pressed",
        () -> scene().lookup("#" + buttonId) instanceof ButtonBase button && !button.isDisabled());
    onWindow(() -> ((ButtonBase) node(buttonId)).fire());
  }

  /** Presses Enter in a field. */
  public void enter(String fieldId) throws InterruptedException {
    onWindow(() -> Event.fireEvent(node(fieldId), key(KeyCode.ENTER)));
  }

  /** Waits until something with this id is on screen. */
  public void await(String nodeId) throws InterruptedException, IOException {
    awaitThat(nodeId + " is on screen", () -> scene().lookup("#" + nodeId) != null);
  }

  /** Waits until something with this id is no longer on screen. */
  public void awaitGone(String nodeId) throws InterruptedException, IOException {
    awaitThat(nodeId + " is gone", () -> scene().lookup("#" + nodeId) == null);
  }

  /** Everything that is on screen as words, for checks. */
  public String words() throws InterruptedException {
    return DeskToolkit.call(() -> {
      StringBuilder words = new StringBuilder();
      Set<Node> labels = scene().getRoot().lookupAll(".label");
      labels.forEach(node -> words.append(((Labeled) node).getText()).append('\n'));
      return words.toString().replaceAll("\\s+", " ");
    });
  }

  /** Writes a picture of the window as PNG. */
  public void picture(Path file) throws InterruptedException, IOException {
    WritableImage image = DeskToolkit.call(() -> DeskPictures.take(scene()));
    DeskPictures.write(image, file);
  }

  @Override
  public void close() {
    try {
      onWindow(stage::hide);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void press(KeyCode code) throws InterruptedException {
    onWindow(() -> Event.fireEvent(node("review"), key(code)));
  }

  private String text(String labelId) throws InterruptedException {
    return DeskToolkit.call(
        () -> scene().lookup("#" + labelId) instanceof Labeled label ? label.getText() : "");
  }

  private Scene scene() {
    return stage.getScene();
  }

  private Node node(String id) {
    // A control takes keys only after it was drawn once; hands are slower than that, we are not.
    scene().getRoot().applyCss();
    scene().getRoot().layout();
    Node node = scene().lookup("#" + id);
    if (node == null) {
      throw new IllegalStateException(id + " is not on screen");
    }
    return node;
  }

  private static KeyEvent key(KeyCode code) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false);
  }

  private void onWindow(Runnable work) throws InterruptedException {
    DeskToolkit.call(() -> {
      work.run();
      return true;
    });
  }

  private interface Condition {
    boolean holds();
  }

  private void awaitThat(String what, Condition condition)
      throws InterruptedException, IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!DeskToolkit.call(condition::holds)) {
      if (System.nanoTime() >= end) {
        throw new IOException("waited in vain until " + what + "; on screen: " + words());
      }
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
  }
}
