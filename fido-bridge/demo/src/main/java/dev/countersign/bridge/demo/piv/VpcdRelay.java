package dev.countersign.bridge.demo.piv;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import jdk.net.ExtendedSocketOptions;

/**
 * A process of its own inside the reader's network namespace: whoever connects to a socket in the
 * file system is connected to the reader's port, which nobody outside can reach.
 */
final class VpcdRelay {

  private static final int ATTEMPTS = 1500;
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
      listen(server, Path.of(args[0]));
      while (true) {
        join(server.accept(), connect(reader));
      }
    }
  }

  /**
   * A socket is in the file system before anybody listens at it, and who waits for it would connect
   * in vain: so it gets its name afterwards.
   */
  private static void listen(ServerSocketChannel server, Path socket) throws IOException {
    Path unheard = socket.resolveSibling(socket.getFileName() + ".new");
    server.bind(UnixDomainSocketAddress.of(unheard));
    Files.move(unheard, socket, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The reader may still be starting. */
  private static SocketChannel connect(InetSocketAddress reader)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        SocketChannel channel = SocketChannel.open(reader);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
      } catch (ConnectException notYet) {
        if (attempt == ATTEMPTS) {
          throw notYet;
        }
        Thread.sleep(BETWEEN_ATTEMPTS_MILLIS);
      }
    }
  }

  private static void join(SocketChannel card, SocketChannel reader) {
    Thread.ofVirtual().start(() -> pump(card, reader, () -> {}));
    Thread.ofVirtual().start(() -> pump(reader, card, () -> acknowledgeAtOnce(reader)));
  }

  /**
   * The reader sends a length and what it counts apart, and the second only when the first was
   * acknowledged; the kernel would wait 40 ms with that. It forgets the wish after each packet.
   */
  private static void acknowledgeAtOnce(SocketChannel reader) {
    try {
      reader.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
    } catch (IOException closed) {
      // The read that follows says so.
    }
  }

  /** Either end's hanging up is the other's. */
  private static void pump(SocketChannel from, SocketChannel to, Runnable beforeEach) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try (from;
        to) {
      beforeEach.run();
      while (from.read(buffer) >= 0) {
        beforeEach.run();
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException hungUp) {
      // Closed by the other direction, or by the end that is gone.
    }
  }
}
