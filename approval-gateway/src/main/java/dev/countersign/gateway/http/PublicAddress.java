package dev.countersign.gateway.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The base addresses that clients use for this gateway, without a final slash. DPoP proofs must
 * name one of them; the Host header of a call, which anyone can write, plays no part.
 */
final class PublicAddress {
  private volatile List<String> bases = List.of();

  /** Sets the addresses once the port is known. */
  void set(List<String> addresses) {
    List<String> trimmed = new ArrayList<>();
    for (String each : addresses) {
      trimmed.add(each.endsWith("/") ? each.substring(0, each.length() - 1) : each);
    }
    bases = List.copyOf(trimmed);
  }

  /** The URIs under which a path is known. */
  Set<String> urisOf(String path) {
    Set<String> uris = new LinkedHashSet<>();
    for (String base : bases) {
      uris.add(base + path);
    }
    return uris;
  }
}
