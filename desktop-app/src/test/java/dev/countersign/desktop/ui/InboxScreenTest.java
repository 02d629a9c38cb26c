package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.approval.Ending;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InboxScreenTest extends FxTest {

  @Test
  @DisplayName("D1 requests appear, count and vanish by themselves, the riskiest first")
  void live() {
    show(980, 720);
    assertThat(find("inbox-empty")).isPresent();
    desk.inbox.put(SampleRequest.deployment().item());
    desk.inbox.put(SampleRequest.secretRotation().item());
    settle();
    assertThat(top("inbox-req-7f3a91c2")).isLessThan(top("inbox-req-2c88e0d1"));
    assertThat(count()).isEqualTo("2");
    desk.inbox.end("req-7f3a91c2", Ending.WITHDRAWN);
    settle();
    assertThat(find("inbox-req-7f3a91c2")).isEmpty();
    assertThat(count()).isEqualTo("1");
  }

  @Test
  @DisplayName("D1 a request that ran out of time leaves the inbox")
  void expires() {
    desk.inbox.put(SampleRequest.deployment().item());
    show(980, 720);
    assertThat(find("inbox-req-2c88e0d1")).isPresent();
    desk.pass(66);
    desk.inbox.endDue();
    settle();
    assertThat(find("inbox-req-2c88e0d1")).isEmpty();
  }

  @Test
  @DisplayName("D2 what did not pass verification is shown as refused and cannot be opened")
  void refused() {
    desk.filled();
    show(980, 720);
    Node refused = node("refused-req-e00bad77");
    open("req-e00bad77");
    assertThat(find("review")).isEmpty();
    robot.clickOn(refused);
    settle();
    assertThat(find("review")).isEmpty();
    assertThat(refused.isFocusTraversable()).isFalse();
  }

  @Test
  @DisplayName("D2 nothing can be approved from the inbox")
  void noApprovalInTheList() {
    desk.filled();
    show(980, 720);
    assertThat(fx(() -> List.copyOf(node("inbox").lookupAll(".button")))).isEmpty();
  }

  @Test
  @DisplayName("D1 arrows move between cards and Enter opens the one in focus")
  void keys() {
    desk.filled();
    show(980, 720);
    press(KeyCode.DOWN, KeyCode.DOWN);
    String focused = fx(() -> scene().getFocusOwner().getId());
    assertThat(focused).startsWith("inbox-req-");
    press(KeyCode.ENTER);
    assertThat(find("review")).isPresent();
  }

  @Test
  @DisplayName("the demo gateway is in an unmistakable frame, and a real one is not")
  void demoFrame() {
    show(980, 720);
    assertThat(find("demo-banner")).isPresent();
    hide();
    desk = new FakeDesk();
    show(desk.services(false), 980, 720);
    assertThat(find("demo-banner")).isEmpty();
  }

  private double top(String id) {
    Node node = node(id);
    return fx(() -> node.localToScene(((Region) node).getLayoutBounds()).getMinY());
  }

  private String count() {
    return ((Label) node("nav-INBOX").lookup(".count")).getText();
  }
}
