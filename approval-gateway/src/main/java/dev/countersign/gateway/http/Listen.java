package dev.countersign.gateway.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the gateway listens. Without TLS only a loopback address is possible: a bearer of anything
 * else would travel in the clear.
 *
 * @param port 0 for any free one
 * @param publicUrls the base addresses clients use, for a gateway behind a proxy or a name; empty
 *     for the listening address itself
 */
public record Listen(String host, int port, Optional<Tls> tls, List<String> publicUrls) {

  /**
   * A PKCS#12 key store with the server's certificate.
   *
   * @param passwordFile its first line is the password
   */
  public record Tls(Path keyStore, Path passwordFile) {}

  public Listen {
    publicUrls = List.copyOf(publicUrls);
    if (tls.isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "plain HTTP is possible on a loopback address only; configure TLS to listen elsewhere");
    }
  }

  /** Any free port on 127.0.0.1. */
  public static Listen loopback(int port) {
    return new Listen("127.0.0.1", port, Optional.empty(), List.of());
  }

  /** The addresses that clients use once the port is known. */
  List<String> addresses(int boundPort) {
    if (!publicUrls.isEmpty()) {
      return publicUrls;
    }
    String scheme = tls.isPresent() ? "https://" : "http://";
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    String base = scheme + bracketed + ":" + boundPort;
    return isLoopback(host) ? List.of(base, scheme + "localhost:" + boundPort) : List.of(base);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException("the address to listen on is unknown: " + host, unknown);
    }
  }
}
