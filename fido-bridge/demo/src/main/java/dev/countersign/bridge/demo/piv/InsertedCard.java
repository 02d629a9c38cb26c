package dev.countersign.bridge.demo.piv;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A card in the reader, from insertion to removal. One thread serves it. */
final class InsertedCard {

  private static final Logger LOG = LoggerFactory.getLogger(InsertedCard.class);

  private final SocketChannel channel;
  private final Thread thread;

  private InsertedCard(SocketChannel channel, Thread thread) {
    this.channel = channel;
    this.thread = thread;
  }

  /** Inserts it. */
  static InsertedCard insert(Path socket, VirtualPivCard card) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    Thread thread = Thread.ofVirtual().name("virtual-card").start(() -> serve(channel, card));
    return new InsertedCard(channel, thread);
  }

  private static void serve(SocketChannel channel, VirtualPivCard card) {
    try (channel) {
      VpcdLink.serve(Channels.newInputStream(channel), Channels.newOutputStream(channel), card);
    } catch (IOException | InterruptedException pulled) {
      LOG.debug("the card's link to the reader ended: {}", pulled.toString());
    }
  }

  /** Pulls it out; a command that runs gets no answer. */
  void pull() throws IOException, InterruptedException {
    channel.close();
    thread.interrupt();
    thread.join();
  }
}
