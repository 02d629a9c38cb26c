package dev.countersign.bridge.fido;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenChange;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.WatchTrouble;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SourceWatcherTest {

  private static final WatchTrouble TROUBLE =
      new WatchTrouble(WatchTrouble.Reason.LISTING_FAILED, "no answer");

  private final List<ReportDevice> devices = new CopyOnWriteArrayList<>();
  private volatile boolean failing;
  private volatile boolean sourceClosed;

  @Test
  @DisplayName("trouble in listing is reported once, and its end as well")
  void trouble() {
    List<TokenChange> changes = new CopyOnWriteArrayList<>();
    try (TokenWatcher watcher = FidoTokens.over(new Source())) {
      watcher.subscribe(changes::add);
      failing = true;
      await().until(() -> watcher.trouble().equals(Optional.of(TROUBLE)));
      failing = false;
      await().until(() -> watcher.trouble().isEmpty());

      await()
          .untilAsserted(() ->
              assertThat(changes)
                  .containsExactly(new TokenChange.Troubled(TROUBLE), new TokenChange.Recovered()));
    }
  }

  @Test
  @DisplayName("tokens found before listing failed stay")
  void troubleKeepsTokens() {
    devices.add(new Device());
    try (TokenWatcher watcher = FidoTokens.over(new Source())) {
      failing = true;
      await().until(() -> watcher.trouble().isPresent());

      assertThat(watcher.tokens()).hasSize(1);
    }
  }

  @Test
  @DisplayName("a device that cannot be opened gives its reason as the outcome")
  void refused() {
    devices.add(new Device());
    try (TokenWatcher watcher = FidoTokens.over(new Source())) {
      SignRequest request =
          new SignRequest(
              "example.com",
              Bytes.of(new byte[] {'{', '}'}),
              List.of(Bytes.of(new byte[] {1})),
              Optional.empty(),
              Duration.ofSeconds(30));

      var outcome = watcher.tokens().getFirst().sign(request, any -> {}).result();

      assertThat(outcome.orTimeout(60, TimeUnit.SECONDS).join())
          .isEqualTo(new TokenFailure.Unusable(Reason.PERMISSION_DENIED, "may not"));
    }
  }

  @Test
  @DisplayName("a device that is gone as soon as it is spoken to is reported as removed")
  void goneAtOnce() {
    devices.add(
        new Device() {
          @Override
          public ReportChannel open() {
            return new DeadChannel();
          }
        });
    try (TokenWatcher watcher = FidoTokens.over(new Source())) {
      SignRequest request =
          new SignRequest(
              "example.com",
              Bytes.of(new byte[] {'{', '}'}),
              List.of(Bytes.of(new byte[] {1})),
              Optional.empty(),
              Duration.ofSeconds(30));

      assertThat(
              watcher
                  .tokens()
                  .getFirst()
                  .sign(request, any -> {})
                  .result()
                  .orTimeout(60, TimeUnit.SECONDS)
                  .join())
          .isEqualTo(new TokenFailure.Removed());
    }
  }

  @Test
  @DisplayName("another key under a path used again is another token, by its own name")
  void pathUsedAgain() {
    List<TokenChange> changes = new CopyOnWriteArrayList<>();
    devices.add(new Device());
    try (TokenWatcher watcher = FidoTokens.over(new Source())) {
      Token before = watcher.tokens().getFirst();
      watcher.subscribe(changes::add);
      devices.set(0, new Device("another"));
      await().until(() -> changes.size() == 2);

      assertThat(changes.getFirst()).isEqualTo(new TokenChange.Detached(before.info().id()));
      assertThat(watcher.tokens())
          .extracting(each -> each.info().name())
          .containsExactly("another");
    }
  }

  @Test
  @DisplayName("closing the watcher closes its source")
  void closesSource() {
    FidoTokens.over(new Source()).close();

    await().until(() -> sourceClosed);
  }

  private final class Source implements ReportChannelSource {
    @Override
    public List<ReportDevice> devices() throws ListingFailedException {
      if (failing) {
        throw new ListingFailedException(TROUBLE, new IOException("test"));
      }
      return List.copyOf(devices);
    }

    @Override
    public void onChange(Runnable hint) {}

    @Override
    public Duration interval() {
      return Duration.ofMillis(10);
    }

    @Override
    public void close() {
      sourceClosed = true;
    }
  }

  private static class Device implements ReportDevice {
    private final String name;

    Device() {
      this("test");
    }

    Device(String name) {
      this.name = name;
    }

    @Override
    public TokenInfo info() {
      return new TokenInfo(new TokenId("test"), name, TokenInfo.Kind.FIDO, false);
    }

    @Override
    public ReportChannel open() throws ChannelRefusedException {
      throw new ChannelRefusedException(
          new TokenFailure.Unusable(Reason.PERMISSION_DENIED, "may not"));
    }
  }

  private static final class DeadChannel implements ReportChannel {
    @Override
    public void send(byte[] report) throws IOException {
      throw new IOException("gone");
    }

    @Override
    public boolean receive(byte[] report, Duration atMost) throws IOException {
      throw new IOException("gone");
    }

    @Override
    public void close() {}
  }
}
