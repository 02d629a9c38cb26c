package dev.countersign.desktop.submission;

import java.net.URI;
import java.util.Set;

/**
 * Where a gateway is reached. Only https, except on the loopback interface, where nobody is
 * between.
 *
 * @param base scheme, host and port, without a path
 */
public record GatewayAddress(URI base) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  /** Refuses an address that is not usable or not safe. */
  public GatewayAddress {
    boolean secure = "https".equals(base.getScheme());
    boolean local = "http".equals(base.getScheme()) && LOOPBACK.contains(hostOf(base));
    if (!secure && !local) {
      throw new IllegalArgumentException("a gateway is reached by https (or http on this machine)");
    }
    boolean bare =
        base.getHost() != null && base.getRawQuery() == null && base.getRawFragment() == null;
    if (!bare || !(base.getRawPath().isEmpty() || base.getRawPath().equals("/"))) {
      throw new IllegalArgumentException(
          "a gateway address has a host, and no path, query or fragment");
    }
  }

  /** The full address of a path that begins with a slash and may have a query. */
  public URI at(String pathAndQuery) {
    return base.resolve(pathAndQuery);
  }

  private static String hostOf(URI base) {
    return base.getHost() == null ? "" : base.getHost();
  }
}
