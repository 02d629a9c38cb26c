package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallWindowTest extends FxTest {

  @ParameterizedTest(name = "{0} %")
  @ValueSource(ints = {100, 125, 150, 175, 200})
  @DisplayName(
      "D2 in a window of 900 x 600 yes, no and the state of trust stay on screen at every text size")
  void buttonsStayReachable(int scale) {
    appearance.scalePercent().set(scale);
    desk.filled();
    show(900, 600);
    open("req-b1770e55");
    for (String id : new String[] {"approve", "deny", "demo-banner"}) {
      assertThat(insideWindow(node(id))).as(id).isTrue();
    }
    Node status = find("status").or(() -> find("status-strip")).orElseThrow();
    assertThat(insideWindow(status)).as("status").isTrue();
    assertThat(((Region) node("review").lookup(".scroll-pane")).getHeight())
        .as("room to read")
        .isGreaterThan(120);
    press(KeyCode.D);
    assertThat(insideWindow(node("deny-panel"))).as("deny panel").isTrue();
  }

  @ParameterizedTest(name = "{0} %")
  @ValueSource(ints = {100, 200})
  @DisplayName("every button is at least 44 pixels high")
  void targets(int scale) {
    appearance.scalePercent().set(scale);
    desk.filled();
    show(900, 600);
    open("req-b1770e55");
    assertThat(fx(() -> scene().getRoot().lookupAll(".desk-button")))
        .allSatisfy(button -> assertThat(((Region) button).getHeight()).isGreaterThanOrEqualTo(44));
    assertThat(fx(() -> scene().getRoot().lookupAll(".nav-item")))
        .allSatisfy(item -> assertThat(((Region) item).getHeight()).isGreaterThanOrEqualTo(44));
  }
}
