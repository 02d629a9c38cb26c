package dev.countersign.bridge.demo;

import static dev.countersign.bridge.demo.DemoDesk.PLENTY;
import static dev.countersign.bridge.demo.DemoDesk.RIGHT_PIN;
import static dev.countersign.bridge.demo.DemoDesk.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.TokenChange;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WatchingTest {

  @Test
  @DisplayName("a demo key says plainly that it is a demo and in software")
  void named() {
    try (DemoDesk desk = new DemoDesk()) {
      TokenInfo info = desk.token().info();

      assertThat(info.demo()).isTrue();
      assertThat(info.name()).isEqualTo("Demo key (software) blue");
    }
  }

  @Test
  @DisplayName("plugging in and pulling out are reported in order, with a new id each time")
  void changes() {
    List<TokenChange> changes = new CopyOnWriteArrayList<>();
    try (DemoDesk desk = new DemoDesk()) {
      var first = desk.token();
      desk.watcher.subscribe(changes::add);
      desk.key.unplug();
      await().pollInterval(Duration.ofMillis(5)).until(() -> changes.size() == 1);
      desk.key.plug();
      await().pollInterval(Duration.ofMillis(5)).until(() -> changes.size() == 2);

      assertThat(changes)
          .containsExactly(
              new TokenChange.Detached(first.info().id()), new TokenChange.Attached(desk.token()));
      assertThat(desk.token().info().id()).isNotEqualTo(first.info().id());
    }
  }

  @Test
  @DisplayName("a listener that throws does not keep the others from hearing")
  void brokenListener() {
    List<TokenChange> changes = new CopyOnWriteArrayList<>();
    try (DemoDesk desk = new DemoDesk()) {
      desk.watcher.subscribe(any -> {
        throw new IllegalStateException("a fault in the window");
      });
      desk.watcher.subscribe(changes::add);
      desk.key.unplug();

      await().pollInterval(Duration.ofMillis(5)).until(() -> changes.size() == 1);
    }
  }

  @Test
  @DisplayName("nothing is reported to a subscription that was closed")
  void unsubscribed() {
    List<TokenChange> closed = new CopyOnWriteArrayList<>();
    List<TokenChange> open = new CopyOnWriteArrayList<>();
    try (DemoDesk desk = new DemoDesk()) {
      desk.watcher.subscribe(closed::add).close();
      desk.watcher.subscribe(open::add);
      desk.key.unplug();
      await().pollInterval(Duration.ofMillis(5)).until(() -> open.size() == 1);

      assertThat(closed).isEmpty();
    }
  }

  @Test
  @DisplayName("closing the watcher ends a running operation, and every thread")
  void closed() {
    DemoDesk desk = new DemoDesk();
    Bytes credential = desk.registered().credentialId();
    var operation = desk.start(RIGHT_PIN, PLENTY, credential);
    await().pollInterval(Duration.ofMillis(5)).until(desk.key::waitsForTouch);
    desk.close();

    assertThat(get(operation)).isEqualTo(new TokenFailure.Removed());
    assertThat(desk.watcher.tokens()).isEmpty();
    await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(bridgeThreads()).isEmpty());
  }

  @Test
  @DisplayName("thirty pluggings, signatures and pullings leave no thread behind")
  void noLeak() {
    try (DemoDesk desk = new DemoDesk()) {
      Bytes credential = desk.registered().credentialId();
      desk.key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
      for (int i = 0; i < 30; i++) {
        desk.sign(RIGHT_PIN, credential);
        desk.key.unplug();
        await().pollInterval(Duration.ofMillis(5)).until(() -> desk.watcher.tokens().isEmpty());
        desk.key.plug();
        await().pollInterval(Duration.ofMillis(5)).until(() -> !desk.watcher.tokens().isEmpty());
      }
    }
    await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(bridgeThreads()).isEmpty());
  }

  private static List<String> bridgeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("token-"))
        .toList();
  }
}
