package dev.countersign.bridge.demo.piv;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A process of its own inside the reader's network namespace: whoever connects to a socket in the
 * file system is connected to the reader's port, which nobody outside can reach.
 */
final class VpcdRelay {

  private static final int ATTEMPTS = 250;
  private static final int BETWEEN_ATTEMPTS_MILLIS = 20;

  private VpcdRelay() {}

  /**
   * Runs until it is killed.
   *
   * @param args the socket to listen on, and the port on the loopback interface
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    InetSocketAddress reader =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(Path.of(args[0])));
      while (true) {
        join(server.accept(), connect(reader));
      }
    }
  }

  /** The reader may still be starting. */
  private static SocketChannel connect(InetSocketAddress reader)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return SocketChannel.open(reader);
      } catch (ConnectException notYet) {
        if (attempt == ATTEMPTS) {
          throw notYet;
        }
        Thread.sleep(BETWEEN_ATTEMPTS_MILLIS);
      }
    }
  }

  private static void join(SocketChannel one, SocketChannel other) {
    Thread.ofVirtual().start(() -> pump(one, other));
    Thread.ofVirtual().start(() -> pump(other, one));
  }

  /** Either end's hanging up is the other's. */
  private static void pump(SocketChannel from, SocketChannel to) {
    try (from;
        to) {
      Channels.newInputStream(from).transferTo(Channels.newOutputStream(to));
    } catch (IOException hungUp) {
      // Closed by the other direction, or by the end that is gone.
    }
  }
}
