package dev.countersign.desktop.submission;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Puts an id from outside into a path so that it stays one segment. */
public final class PathSegment {
  private PathSegment() {}

  public static String encode(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
