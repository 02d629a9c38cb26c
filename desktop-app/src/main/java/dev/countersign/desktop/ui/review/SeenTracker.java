package dev.countersign.desktop.ui.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * Watches which parts of a scrolled page were on screen. A part counts as seen when all of its
 * height was in the viewport, at once or, for one taller than the window, piece by piece.
 */
final class SeenTracker {
  /** Slack for rounding, as a share of a part's height. */
  private static final double SLACK = 0.005;

  private final ScrollPane scroll;
  private final Region page;
  private final Map<Region, Runnable> unseen = new LinkedHashMap<>();
  private final Map<Region, List<Span>> shown = new LinkedHashMap<>();

  private record Span(double from, double to) {}

  SeenTracker(ScrollPane scroll, Region page) {
    this.scroll = scroll;
    this.page = page;
    scroll.vvalueProperty().subscribe(_ -> look());
    scroll.viewportBoundsProperty().subscribe(_ -> look());
    page.heightProperty().subscribe(_ -> look());
  }

  /** Watches a part; {@code seen} runs once, when all of it was on screen. */
  void watch(Region part, Runnable seen) {
    unseen.put(part, seen);
    part.layoutBoundsProperty().subscribe(_ -> look());
  }

  /** The first part, from the top, that was not seen whole. */
  Optional<Region> firstUnseen() {
    return unseen.keySet().stream().findFirst();
  }

  /** Scrolls a part to the top of the viewport, as far as the page allows. */
  void scrollTo(Region part) {
    double room = page.getHeight() - scroll.getViewportBounds().getHeight();
    if (room > 0) {
      scroll.setVvalue(Math.clamp((inPage(part).getMinY() - 12 + hidden(part)) / room, 0, 1));
    }
  }

  /** Looks at what is in the viewport now. */
  void look() {
    double height = scroll.getViewportBounds().getHeight();
    if (scroll.getScene() == null || height <= 0 || page.getHeight() <= 0) {
      return;
    }
    double top = scroll.getVvalue() * Math.max(0, page.getHeight() - height);
    List<Region> whole = new ArrayList<>();
    for (Region part : unseen.keySet()) {
      Bounds bounds = inPage(part);
      if (bounds.getHeight() > 0 && add(part, bounds, top, top + height)) {
        whole.add(part);
      }
    }
    whole.forEach(part -> Optional.ofNullable(unseen.remove(part)).ifPresent(Runnable::run));
  }

  private boolean add(Region part, Bounds bounds, double top, double bottom) {
    double from = Math.clamp((top - bounds.getMinY()) / bounds.getHeight(), 0, 1);
    double to = Math.clamp((bottom - bounds.getMinY()) / bounds.getHeight(), 0, 1);
    List<Span> spans = shown.computeIfAbsent(part, _ -> new ArrayList<>());
    if (to > from) {
      spans.add(new Span(from, to));
    }
    return covered(spans) >= 1 - SLACK;
  }

  /** How much of a part is covered from its top without a gap; merges the spans on the way. */
  private static double covered(List<Span> spans) {
    spans.sort((a, b) -> Double.compare(a.from, b.from));
    List<Span> merged = new ArrayList<>();
    for (Span span : spans) {
      if (!merged.isEmpty() && span.from <= merged.getLast().to + SLACK) {
        Span last = merged.removeLast();
        merged.add(new Span(last.from, Math.max(last.to, span.to)));
      } else {
        merged.add(span);
      }
    }
    spans.clear();
    spans.addAll(merged);
    return merged.isEmpty() || merged.getFirst().from > SLACK ? 0 : merged.getFirst().to;
  }

  /** How many pixels of a tall part were already read from its top. */
  private double hidden(Region part) {
    double share = covered(shown.computeIfAbsent(part, _ -> new ArrayList<>()));
    double height = inPage(part).getHeight();
    return height > scroll.getViewportBounds().getHeight() ? share * height : 0;
  }

  private Bounds inPage(Node part) {
    return page.sceneToLocal(part.localToScene(part.getLayoutBounds()));
  }
}
