package dev.countersign.gateway.http;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.OcspRequest;
import dev.countersign.proof.x509.OcspResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last answer about one certificate, in memory and in a file. Once it is time to ask again, one
 * caller asks and the others wait for what comes of it: else whoever decides twice at once would be
 * let in by an answer of long ago while the newer one, a revocation, is on its way. An older answer
 * than the one at hand does not take its place, so that plain HTTP cannot roll a revocation back.
 */
final class OcspSlot {
  private static final Logger LOG = LoggerFactory.getLogger(OcspSlot.class);

  /** Of the files in the folder. */
  static final String SUFFIX = ".ocsp";

  private final OcspRequest question;
  private final Path file;
  private final long keepSeconds;
  private final Freshness freshness;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Held held;

  /**
   * What is at hand.
   *
   * @param askAgainAt from then on it is replaced if that is possible, Unix seconds
   */
  private record Held(Optional<OcspRequest.Reply> reply, long askAgainAt) {
    boolean isFresh(long now, Freshness freshness) {
      return reply.isPresent() && reply.get().response().staleness(now, freshness).isEmpty();
    }
  }

  /** Asks responders for an answer that counts now. */
  @FunctionalInterface
  interface Asking {
    Optional<OcspRequest.Reply> ask(long now) throws InterruptedException;
  }

  /**
   * A slot with what the file has.
   *
   * @param question without a nonce: it tells which answers are about the certificate
   */
  OcspSlot(OcspRequest question, Path file, long keepSeconds, Freshness freshness) {
    this.question = question;
    this.file = file;
    this.keepSeconds = keepSeconds;
    this.freshness = freshness;
    this.held = new Held(read(), Long.MIN_VALUE);
  }

  /**
   * An answer, from the responder or at hand; not judged. None when the caller is interrupted.
   *
   * @param patience how long to wait for another caller that asks already; no less than asking may
   *     take
   */
  Optional<OcspRequest.Reply> answer(Asking asking, Duration patience, InstantSource clock) {
    long now = clock.instant().getEpochSecond();
    Held seen = held;
    if (seen.isFresh(now, freshness) && now < seen.askAgainAt()) {
      return seen.reply();
    }
    try {
      if (this.asking.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          askUnlessJustDone(asking, seen, now);
        } finally {
          this.asking.unlock();
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    return held.reply();
  }

  private void askUnlessJustDone(Asking asking, Held seen, long now) throws InterruptedException {
    if (!held.equals(seen)) {
      return; // another caller asked while this one waited
    }
    Optional<OcspRequest.Reply> reply = asking.ask(now);
    boolean older =
        reply.isPresent()
            && seen.reply().isPresent()
            && reply.get().thisUpdate() < seen.reply().get().thisUpdate();
    if (older) {
      LOG.warn("an OCSP answer is older than the one at hand and does not take its place");
    }
    if (reply.isEmpty() || older) {
      held = new Held(seen.reply(), now + OcspClient.PAUSE_SECONDS);
      return;
    }
    held = new Held(reply, now + keepSeconds);
    keep(reply.get().der());
  }

  private void keep(Bytes der) {
    try {
      KeptFile.write(file, der.toArray());
    } catch (IOException full) {
      // The answer counts all the same; only a trust file that another process writes lacks it.
      LOG.warn("an OCSP answer cannot be kept in {}", file, full);
    }
  }

  private Optional<OcspRequest.Reply> read() {
    try {
      byte[] content;
      try (var in = Files.newInputStream(file)) {
        content = in.readNBytes(OcspResponse.MAX_BYTES + 1);
      }
      return Optional.of(question.read(Bytes.of(content)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | RefusedException damaged) {
      LOG.warn("{} cannot be used and is written anew", file, damaged);
      return Optional.empty();
    }
  }
}
