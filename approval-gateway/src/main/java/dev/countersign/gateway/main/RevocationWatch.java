package dev.countersign.gateway.main;

import dev.countersign.gateway.enrollment.RevocationTrouble;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the sources of revocation statements every minute, on a thread of its own: what is wrong
 * is one line of the log when it begins and one when it ends, and in between for whoever asks about
 * the gateway's health. Nobody who asks makes it look.
 */
final class RevocationWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationWatch.class);
  private static final Duration TICK = Duration.ofMinutes(1);

  private final Sources sources;
  private final Duration tick;
  private final Thread thread;
  private volatile List<RevocationTrouble> troubles = List.of();

  /** What is looked at; may take as long as the sources need to answer. */
  @FunctionalInterface
  interface Sources {
    List<RevocationTrouble> troubles() throws InterruptedException;
  }

  private RevocationWatch(Sources sources, Duration tick) {
    this.sources = sources;
    this.tick = tick;
    this.thread = Thread.ofVirtual().name("revocation-watch").unstarted(this::run);
  }

  /** A watch that looks now, and then every minute until it is closed. */
  static RevocationWatch start(Sources sources) {
    return start(sources, TICK);
  }

  static RevocationWatch start(Sources sources, Duration tick) {
    RevocationWatch watch = new RevocationWatch(sources, tick);
    watch.thread.start();
    return watch;
  }

  /** What was wrong at the last look. */
  List<RevocationTrouble> troubles() {
    return troubles;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        lookOrSay();
        Thread.sleep(tick);
      }
    } catch (InterruptedException stopped) {
      // close() ends this thread so.
    }
  }

  // A fault of ours must not end the watch: its last word would stand for ever.
  private void lookOrSay() throws InterruptedException {
    try {
      look();
    } catch (RuntimeException fault) {
      LOG.error("the sources of revocation statements could not be looked at", fault);
    }
  }

  /** Looks now. */
  void look() throws InterruptedException {
    List<RevocationTrouble> before = troubles;
    List<RevocationTrouble> now = List.copyOf(sources.troubles());
    troubles = now;
    now.stream()
        .filter(each -> !before.contains(each))
        .forEach(each -> LOG.warn("cards may be refused: {}", each));
    before.stream()
        .filter(each -> now.stream().noneMatch(other -> other.source().equals(each.source())))
        .forEach(each -> LOG.info("{} is good again", each.source()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
