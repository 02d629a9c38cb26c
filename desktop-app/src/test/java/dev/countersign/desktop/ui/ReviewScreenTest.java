package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.approval.Ending;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.request.ConfirmationPhrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReviewScreenTest extends FxTest {
  private static final String NESTED =
      """
      [{"type":"x.y","a":{"b":{"c":["d",{"e":null,"f":{},"g":[]}],"h":""}},"n":-7,"t":true,
        "value":"v","source":"claimed"},
       {"type":"x.z","a/b":{"m~n":1},"long":"LONG"}]
      """;

  private InboxItem.Approvable review(SampleRequest request) {
    InboxItem.Approvable item = request.item();
    desk.inbox.put(item);
    show(980, 720);
    open(item.requestId());
    return item;
  }

  @Test
  @DisplayName("D2 every leaf of a nested request is on the review screen exactly once, verbatim")
  void everyLeafOnce() {
    InboxItem.Approvable item =
        review(SampleRequest.of("req-1", NESTED.replace("LONG", "w".repeat(3000)), "because"));
    List<Leaf> leaves = item.presentation().leaves();
    assertThat(leafNodes())
        .extracting(Node::getId)
        .containsExactlyInAnyOrderElementsOf(
            leaves.stream().map(leaf -> "leaf" + leaf.pointer()).toList());
    for (Leaf leaf : leaves) {
      assertThat(textOf(node("leaf" + leaf.pointer()))).as(leaf.pointer()).isEqualTo(leaf.value());
    }
  }

  @Test
  @DisplayName(
      "D2 nothing is cut: no ellipsis and no text outside the page, however long a value is")
  void nothingIsCut() {
    review(SampleRequest.of("req-1", NESTED.replace("LONG", "w".repeat(3000)), "y ".repeat(900)));
    Node review = node("review");
    for (Node node : fx(() -> List.copyOf(review.lookupAll("*")))) {
      if (node instanceof Labeled labeled && !labeled.getText().isEmpty()) {
        assertThat(drawn(labeled))
            .isEqualTo(
                labeled.isMnemonicParsing()
                    ? labeled.getText().replace("_", "")
                    : labeled.getText());
      }
      if (node instanceof TextFlow flow) {
        Bounds bounds = fx(() -> review.sceneToLocal(flow.localToScene(flow.getLayoutBounds())));
        assertThat(bounds.getMaxX()).isLessThanOrEqualTo(980);
        assertThat(flow.getHeight() + 1)
            .isGreaterThanOrEqualTo(fx(() -> flow.prefHeight(flow.getWidth())));
      }
    }
  }

  @Test
  @DisplayName(
      "D2 approving is off, and says why, until all was seen, time has passed and the phrase is"
          + " typed")
  void approveIsEarned() {
    InboxItem.Approvable item = review(SampleRequest.secretRotation());
    assertThat(approve().isDisabled()).isTrue();
    assertThat(why()).contains("parts unseen", "3 more seconds", "phrase");
    readAll();
    assertThat(why()).doesNotContain("unseen").contains("3 more seconds", "phrase");
    desk.pass(4);
    fx(() -> {
      node("phrase").requestFocus();
      return 0;
    });
    type("wrong words here now");
    assertThat(approve().isDisabled()).isTrue();
    assertThat(why()).doesNotContain("second").contains("phrase");
    press(KeyCode.ESCAPE);
    open(item.requestId());
    assertThat(why()).as("a new review begins anew").contains("parts unseen");
    readAll();
    desk.pass(4);
    fx(() -> {
      node("phrase").requestFocus();
      return 0;
    });
    type(ConfirmationPhrase.of(item.request().sha256()).toString());
    assertThat(approve().isDisabled()).isFalse();
    assertThat(approve().isDefaultButton()).isFalse();
    assertThat(why()).contains("All parts were on screen");
  }

  @Test
  @DisplayName("D2 a part that was not scrolled to stays unseen")
  void unseenStaysUnseen() {
    review(SampleRequest.vendor().with(new Confirmation(false, 0, List.of("fido2"), List.of())));
    press(KeyCode.PAGE_DOWN);
    assertThat(approve().isDisabled()).isTrue();
    fx(() -> {
      approve().fire();
      return 0;
    });
    assertThat(desk.decisions).isEmpty();
  }

  @Test
  @DisplayName("D2 the key N leads through all parts that were not seen")
  void nextUnseen() {
    review(SampleRequest.vendor().with(new Confirmation(false, 0, List.of("fido2"), List.of())));
    for (int i = 0; i < 20 && approve().isDisabled(); i++) {
      press(KeyCode.N);
    }
    assertThat(approve().isDisabled()).isFalse();
  }

  @Test
  @DisplayName(
      "D2 one key opens the denial; it needs nothing seen, and carries reason and end of session")
  void denyIsEasy() {
    review(SampleRequest.secretRotation());
    press(KeyCode.D);
    type("not tonight");
    assertThat(insideWindow(node("deny-panel"))).isTrue();
    fx(() -> {
      ((javafx.scene.control.CheckBox) node("deny-end-session")).setSelected(true);
      return 0;
    });
    press(KeyCode.ENTER);
    assertThat(desk.decisions).hasSize(1);
    assertThat(desk.decisions.getFirst().decision()).isEqualTo(Decision.DENY_AND_REVOKE);
    assertThat(desk.decisions.getFirst().reason()).isEqualTo(Optional.of("not tonight"));
  }

  @Test
  @DisplayName(
      "D2 bidirectional controls and zero-width characters are shown as highlighted escapes")
  void hiddenCharacters() {
    InboxItem.Approvable item =
        review(SampleRequest.of("req-1", "[{\"type\":\"x\",\"k\":\"a\\u202eb\\u200bc\"}]", "r"));
    Node value = node("leaf/authorization_details/0/k");
    assertThat(textOf(value)).isEqualTo("a\\u{202E}b\\u{200B}c");
    assertThat(fx(() -> value.lookupAll("." + SafeTextFlow.ESCAPE)))
        .extracting(node -> ((Label) node).getText())
        .containsExactlyInAnyOrder("\\u{202E}", "\\u{200B}");
    assertThat(find("warnings")).isPresent();
    assertThat(item.warnings()).isNotEmpty();
  }

  @Test
  @DisplayName("D2 a committed secret is told by kind and range, and its leaves are there verbatim")
  void committedSecret() {
    InboxItem.Approvable item = review(SampleRequest.secretRotation());
    assertThat(textOf(node("section-WHAT"))).contains("secret, not shown: text, 33–64 bytes");
    for (Leaf leaf : item.presentation().leaves()) {
      assertThat(textOf(node("leaf" + leaf.pointer()))).as(leaf.pointer()).isEqualTo(leaf.value());
    }
    assertThat(item.warnings()).isEmpty();
  }

  @Test
  @DisplayName("D2 a label of the template is in our face, a name without one in theirs")
  void labels() {
    review(
        SampleRequest.of(
            "req-1",
            "[{\"type\":\"secret.read\",\"locations\":[\"a\",\"b\"],\"Secret 1\":\"c\"}]",
            "r"));
    List<Node> named =
        fx(() ->
            node("section-WHAT").lookupAll(".signed-text").stream()
                .filter(each -> ((Text) each).getText().equals("Secret 1"))
                .toList());
    assertThat(named).hasSize(2);
    assertThat(named).filteredOn(each -> each.getStyleClass().contains("mono")).hasSize(1);
    assertThat(named).filteredOn(each -> each.getStyleClass().contains("prose")).hasSize(1);
  }

  @Test
  @DisplayName("D2 a reference that nothing pins is marked at its line, with a word and an icon")
  void notPinned() {
    review(
        SampleRequest.of(
            "req-1", "[{\"type\":\"x\",\"image\":\"registry/app:latest\"}]", "because"));
    Node marks = node("marks/authorization_details/0/image");
    assertThat(textOf(marks)).isEqualTo("not pinned");
    assertThat(fx(() -> marks.lookupAll(".icon"))).hasSize(1);
    assertThat(textOf(node("warnings"))).contains("is not pinned");
  }

  @Test
  @DisplayName("D2 text of the requester that imitates the desk's own words stays inside its frame")
  void imitation() {
    review(
        SampleRequest.of(
            "req-1",
            "[{\"type\":\"x\",\"✓ verified by the desk\\u200b\":\"low risk\"}]",
            "ok\nRULES\n✓ matches this request"));
    for (Node node : fx(() -> List.copyOf(node("review").lookupAll(".signed-text")))) {
      String text = ((Text) node).getText();
      if (text.contains("verified by the desk")
          || text.contains("matches this request")
          || text.equals("RULES")) {
        assertThat(List.of("theirs", "target", "raw")).anyMatch(frame -> inside(node, frame));
        assertThat(node.getStyleClass()).contains("mono");
      }
    }
  }

  @Test
  @DisplayName(
      "D1 a request that is withdrawn while it is read can no longer be decided, and says so")
  void withdrawnWhileOpen() {
    InboxItem.Approvable item = review(SampleRequest.deployment());
    readAll();
    desk.inbox.end(item.requestId(), Ending.WITHDRAWN);
    settle();
    assertThat(((Label) node("review-ended")).getText()).contains("withdrew");
    assertThat(find("approve")).isEmpty();
    press(KeyCode.D);
    assertThat(find("deny-panel")).isEmpty();
  }

  @Test
  @DisplayName(
      "D1 a request that expires while its denial is being written can no longer be decided")
  void expiredWhileDenying() {
    review(SampleRequest.deployment());
    press(KeyCode.D);
    desk.pass(3600);
    desk.inbox.endDue();
    settle();
    assertThat(find("review-ended")).isPresent();
    press(KeyCode.ENTER);
    assertThat(desk.decisions).isEmpty();
  }

  @Test
  @DisplayName("D2 raw JSON opens by key, and the canonical text is copied by key")
  void proofTools() {
    InboxItem.Approvable item = review(SampleRequest.deployment());
    assertThat(find("raw-json")).isEmpty();
    press(KeyCode.J);
    assertThat(textOf(node("raw-json"))).contains("\"request_id\":\"req-2c88e0d1\"");
    press(KeyCode.C);
    assertThat(fx(() -> Clipboard.getSystemClipboard().getString()))
        .isEqualTo(item.presentation().canonicalText());
  }

  @Test
  @DisplayName("D1 the Tab key goes down the page: after its last tool comes the phrase")
  void tabOrder() {
    review(SampleRequest.secretRotation());
    Node copy =
        fx(() ->
            node("digests").lookupAll(".button").stream()
                .filter(each -> each instanceof Button button && button.getText().contains("opy"))
                .findFirst()
                .orElseThrow());
    fx(() -> {
      copy.requestFocus();
      return true;
    });
    press(KeyCode.TAB);
    assertThat(fx(() -> scene().getFocusOwner().getId())).isEqualTo("phrase");
  }

  private Button approve() {
    return (Button) node("approve");
  }

  private String why() {
    return ((Label) node("approve-why")).getText();
  }

  private List<Node> leafNodes() {
    return fx(() ->
        node("review").lookupAll("*").stream()
            .filter(each -> each.getId() != null && each.getId().startsWith("leaf/"))
            .toList());
  }

  /** All text below a node in the order in which it is drawn. */
  private static String textOf(Node node) {
    return fx(() -> {
      List<String> texts = new ArrayList<>();
      collect(node, texts);
      return String.join("", texts);
    });
  }

  private static void collect(Node node, List<String> texts) {
    if (node instanceof Label label) {
      texts.add(label.getText());
    } else if (node instanceof Text text) {
      texts.add(text.getText());
    } else if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
    }
  }

  private static String drawn(Labeled labeled) {
    return fx(() ->
        labeled.lookupAll(".text").stream()
            .filter(node -> node.getParent() == labeled)
            .map(node -> ((Text) node).getText())
            .findFirst()
            .orElse(""));
  }

  private static boolean inside(Node node, String style) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (at.getStyleClass().contains(style)) {
        return true;
      }
    }
    return false;
  }
}
