package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A reader of the live feed")
class FeedReaderTest {
  private static final FeedSettings SMALL =
      new FeedSettings(Duration.ofSeconds(15), 10, Duration.ofSeconds(5));

  private final AtomicInteger disconnected = new AtomicInteger();
  private final FeedReader reader = new FeedReader(SMALL, disconnected::incrementAndGet);

  @Test
  @DisplayName("gets what waits for it, and nothing that it has seen")
  void takes() throws InterruptedException {
    reader.offer(new FeedReader.Frame(1, "one "));
    reader.offer(new FeedReader.Frame(2, "two "));
    assertThat(reader.take(1, Duration.ZERO)).isEqualTo("two ");
    assertThat(reader.take(1, Duration.ZERO)).isEmpty();
  }

  @Test
  @DisplayName("is evicted when more waits for it than its share")
  void evictedByBytes() {
    reader.offer(new FeedReader.Frame(1, "0123456789"));
    assertThat(reader.isClosed()).isFalse();
    reader.offer(new FeedReader.Frame(2, "x"));
    assertThat(reader.isClosed()).isTrue();
    assertThat(disconnected).hasValue(1);
  }

  @Test
  @DisplayName("is evicted when a write to it takes too long")
  void evictedByTime() {
    reader.writing(true);
    reader.evictIfStalled(System.nanoTime());
    assertThat(reader.isClosed()).isFalse();
    reader.evictIfStalled(System.nanoTime() + Duration.ofSeconds(6).toNanos());
    assertThat(reader.isClosed()).isTrue();
    assertThat(disconnected).hasValue(1);
  }

  @Test
  @DisplayName("is not evicted while nothing is written to it")
  void idle() {
    reader.writing(true);
    reader.writing(false);
    reader.evictIfStalled(System.nanoTime() + Duration.ofHours(1).toNanos());
    assertThat(reader.isClosed()).isFalse();
  }
}
