package dev.countersign.desktop.ui.common;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** Scrolls a page so that what is asked can be seen, also with large text in a small window. */
public final class Reveal {
  private static final double MARGIN = 12;

  private Reveal() {}

  /**
   * Brings a part to the top of the viewport; when the control in it would then be below, the
   * control to the bottom.
   *
   * @param part something in the page
   * @param control something in the part
   */
  public static void in(ScrollPane scroll, Node part, Node control) {
    if (scroll.getScene() == null) {
      return; // another page is shown; what is asked waits on this one
    }
    scroll.applyCss();
    scroll.layout();
    double viewport = scroll.getViewportBounds().getHeight();
    if (!(scroll.getContent() instanceof Region page) || page.getHeight() <= viewport) {
      return;
    }
    double top = inPage(page, part).getMinY() - MARGIN;
    double bottom = inPage(page, control).getMaxY() + MARGIN;
    scroll.setVvalue(
        Math.clamp(Math.max(top, bottom - viewport) / (page.getHeight() - viewport), 0, 1));
  }

  private static Bounds inPage(Region page, Node node) {
    return page.sceneToLocal(node.localToScene(node.getLayoutBounds()));
  }
}
