package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.testing.Fixture;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(Fixture.DECIDED_AT));
  private final Inbox inbox = new Inbox(now::get);

  @AfterEach
  void close() {
    inbox.close();
  }

  private InboxItem.Approvable item() {
    return new InboxItem.Approvable(Desk.presentation(), now.get());
  }

  @Test
  @DisplayName("D1 listeners see arrival and ending as snapshots that never change")
  void snapshots() {
    List<InboxSnapshot> seen = new CopyOnWriteArrayList<>();
    inbox.subscribe(seen::add);
    inbox.put(item());
    inbox.end(Fixture.REQUEST_ID, Ending.WITHDRAWN);
    assertThat(seen).hasSize(3);
    assertThat(seen.get(1).pending()).hasSize(1);
    assertThat(seen.get(2).pending()).isEmpty();
    assertThat(seen.get(2).ended().getFirst().ending()).isEqualTo(Ending.WITHDRAWN);
  }

  @Test
  @DisplayName("D1 an item ends at its exp, and not a second before")
  void expires() {
    inbox.put(item());
    now.set(Instant.ofEpochSecond(Fixture.EXPIRES_AT - 1));
    inbox.endDue();
    assertThat(inbox.find(Fixture.REQUEST_ID)).isPresent();
    now.set(Instant.ofEpochSecond(Fixture.EXPIRES_AT));
    inbox.endDue();
    assertThat(inbox.snapshot().ended().getFirst().ending()).isEqualTo(Ending.EXPIRED);
  }

  @Test
  @DisplayName("D1 an item expires by itself, without a gateway")
  void expiresByItself() {
    // The inbox sleeps for the 20 ms that its clock says are left, then reads the clock again.
    now.set(Instant.ofEpochSecond(Fixture.EXPIRES_AT).minusMillis(20));
    InstantSource source = now::get;
    try (Inbox own = new Inbox(source)) {
      own.put(item());
      now.set(Instant.ofEpochSecond(Fixture.EXPIRES_AT));
      await().until(() -> own.snapshot().pending().isEmpty());
    }
  }

  @Test
  @DisplayName("an ended request does not come back, and its first ending stays")
  void noReturn() {
    inbox.put(item());
    inbox.end(Fixture.REQUEST_ID, Ending.REVOKED);
    inbox.put(item());
    inbox.end(Fixture.REQUEST_ID, Ending.DECIDED_ELSEWHERE);
    assertThat(inbox.snapshot().pending()).isEmpty();
    assertThat(inbox.snapshot().ended())
        .singleElement()
        .satisfies(ended -> assertThat(ended.ending()).isEqualTo(Ending.REVOKED));
  }

  @Test
  @DisplayName("a decision made here is not shown as made elsewhere when the feed is faster")
  void feedIsFaster() {
    inbox.put(item());
    inbox.end(Fixture.REQUEST_ID, Ending.DECIDED_ELSEWHERE);
    inbox.end(Fixture.REQUEST_ID, Ending.APPROVED_HERE);
    assertThat(inbox.snapshot().ended().getFirst().ending()).isEqualTo(Ending.APPROVED_HERE);
  }

  @Test
  @DisplayName("what was not verified is listed with its refusal and nothing of its content")
  void notApprovable() {
    inbox.put(
        new InboxItem.NotApprovable(
            "req-x", RefusalCode.BAD_REQUEST_SIGNATURE, "the signature does not match", now.get()));
    assertThat(inbox.snapshot().pending().getFirst()).isInstanceOf(InboxItem.NotApprovable.class);
  }
}
