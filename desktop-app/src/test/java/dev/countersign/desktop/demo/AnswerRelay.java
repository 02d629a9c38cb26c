package dev.countersign.desktop.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/**
 * Stands between a client and a server on this machine. It passes every request on, and the answer
 * too, unless answers are to be lost: then it waits until the server has answered, so that whatever
 * the server does before it answers is done, and cuts the connection without a byte of it.
 */
final class AnswerRelay implements AutoCloseable {
  private final ServerSocket listening;
  private final IntSupplier server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private volatile boolean losing;
  private volatile Runnable afterwards = () -> {};

  AnswerRelay(IntSupplier server) throws IOException {
    this.server = server;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /**
   * From now on no answer arrives.
   *
   * @param answered what happens when the server has answered, before the connection is cut
   */
  void loseAnswers(Runnable answered) {
    afterwards = answered;
    losing = true;
  }

  void passAnswers() {
    losing = false;
  }

  /** What clients sent, in pieces as they came. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** The beginnings of the answers that were lost. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server.getAsInt())) {
      Thread.ofVirtual().start(() -> pass(client, upstream));
      byte[] piece = new byte[1 << 16];
      InputStream in = upstream.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int n = in.read(piece); n > 0; n = in.read(piece)) {
        if (losing) {
          lost.add(text(piece, n));
          afterwards.run();
          return;
        }
        out.write(piece, 0, n);
      }
    } catch (IOException cut) {
      // One side is gone, which both are told by closing.
    }
  }

  private void pass(Socket client, Socket upstream) {
    byte[] piece = new byte[1 << 16];
    try {
      InputStream in = client.getInputStream();
      OutputStream out = upstream.getOutputStream();
      for (int n = in.read(piece); n > 0; n = in.read(piece)) {
        requests.add(text(piece, n));
        out.write(piece, 0, n);
      }
      upstream.close();
    } catch (IOException cut) {
      // The other direction sees it as well.
    }
  }

  private static String text(byte[] piece, int n) {
    return new String(piece, 0, n, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
