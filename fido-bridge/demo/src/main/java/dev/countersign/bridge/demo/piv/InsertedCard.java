package dev.countersign.bridge.demo.piv;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A card in the reader, from insertion to removal. One thread serves it. */
final class InsertedCard {

  private static final Logger LOG = LoggerFactory.getLogger(InsertedCard.class);

  private final SocketChannel channel;
  private final CountDownLatch greeted = new CountDownLatch(1);
  private final Thread thread;
  private volatile long endedAt;

  /** Inserts it. */
  InsertedCard(Path socket, VirtualPivCard card) throws IOException {
    this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    VpcdLink link =
        new VpcdLink(
            card,
            Channels.newInputStream(channel),
            Channels.newOutputStream(channel),
            greeted::countDown);
    this.thread = Thread.ofVirtual().name("virtual-card").start(() -> serve(link));
  }

  private void serve(VpcdLink link) {
    try (channel) {
      link.serve();
    } catch (IOException | InterruptedException pulled) {
      LOG.debug("the card's link to the reader ended: {}", pulled.toString());
    } finally {
      endedAt = System.nanoTime();
    }
  }

  /** Waits until the reader gave it power and knows what it is; false when it did not in time. */
  boolean awaitPower(Duration patience) throws InterruptedException {
    return greeted.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Pulls it out; a command that runs gets no answer.
   *
   * @return since when it is out, by {@link System#nanoTime}: it may have been for long
   */
  long pull() throws IOException, InterruptedException {
    channel.close();
    thread.interrupt();
    thread.join();
    return endedAt;
  }
}
