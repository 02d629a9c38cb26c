package dev.countersign.gateway.http;

import dev.countersign.gateway.enrollment.RevocationTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the CRLs of the configuration fresh, on a thread of its own. A failure is logged each time,
 * and nothing else happens: the kept list goes on until it is stale, and then its cards are
 * refused.
 */
public final class CrlFetcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CrlFetcher.class);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final Duration AGAIN_AFTER_FAILURE = Duration.ofMinutes(5);
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final List<CrlSource> sources;
  private final CrlSource.Judge judge;
  private final AuthorityHttp http = new AuthorityHttp();
  private final Map<CrlSource, String> failures = new ConcurrentHashMap<>();
  private final Thread thread;

  private CrlFetcher(List<CrlSource> sources, CrlSource.Judge judge) {
    this.sources = List.copyOf(sources);
    this.judge = judge;
    this.thread = Thread.ofVirtual().name("crl-fetcher").start(this::run);
  }

  /** Starts; the first round begins at once and is not waited for. */
  public static CrlFetcher start(List<CrlSource> sources, CrlSource.Judge judge) {
    return new CrlFetcher(sources, judge);
  }

  /** Which lists could not be fetched when it was tried last. */
  public List<RevocationTrouble> troubles() {
    return sources.stream()
        .filter(failures::containsKey)
        .map(source ->
            new RevocationTrouble(
                "CRL at " + source.address(), "cannot be fetched: " + failures.get(source)))
        .toList();
  }

  @Override
  public void close() {
    thread.interrupt();
    http.close();
  }

  private void run() {
    try {
      while (!sources.isEmpty()) {
        Thread.sleep(round() ? AGAIN : AGAIN_AFTER_FAILURE);
      }
    } catch (InterruptedException stopped) {
      // close() ends this thread so.
    }
  }

  private boolean round() throws InterruptedException {
    boolean all = true;
    for (CrlSource source : sources) {
      switch (source.fetch(http, judge, DEADLINE)) {
        case CrlSource.Outcome.Kept() -> {
          failures.remove(source);
          LOG.info("CRL fetched from {}", source.address());
        }
        case CrlSource.Outcome.Failed(String why) -> {
          all = false;
          failures.put(source, why);
          LOG.warn("no CRL from {}: {}", source.address(), why);
        }
      }
    }
    return all;
  }
}
