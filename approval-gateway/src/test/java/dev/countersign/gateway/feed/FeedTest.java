package dev.countersign.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.fixture.TestRequester;
import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {
  @TempDir Path folder;

  @Test
  @DisplayName(
      "D1 the feed tells the whole life of a request, and continues where a reader stopped")
  void life() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.in(folder)) {
      Feed feed = new Feed(gateway.store);
      assertThat(feed.await(0, Duration.ofMillis(1)).events()).isEmpty();
      TestRequester requester = gateway.requester("pipeline-1");
      TestApprover alice = gateway.approver("alice");
      VerifiedRequest request = requester.request();
      Feed.Page first = feed.await(0, Duration.ofSeconds(5));
      assertThat(first.events())
          .extracting(FeedEvent::kind)
          .containsExactly(FeedEvent.Kind.PENDING);
      alice.approve(request);
      Bytes grant = requester.grant(request);
      gateway.grants.redeem(
          gateway.executor(), grant.toArray(), requester.order(grant, "red-1", 0));
      Feed.Page next = feed.read(first.next());
      assertThat(next.events())
          .extracting(FeedEvent::kind)
          .containsExactly(FeedEvent.Kind.CONSUMED, FeedEvent.Kind.CHANGED);
      assertThat(next.next()).isEqualTo(feed.position());
      assertThat(feed.read(next.next()).next()).isEqualTo(next.next());
    }
  }
}
