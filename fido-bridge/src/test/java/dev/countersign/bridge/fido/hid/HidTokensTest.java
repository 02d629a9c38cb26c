package dev.countersign.bridge.fido.hid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.WatchTrouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HidTokensTest {

  @Test
  @DisplayName("the system's keys are listed, or the missing library is named; neither crashes")
  void lists() {
    try (TokenWatcher watcher = HidTokens.watch()) {
      assertThat(watcher.tokens()).noneMatch(token -> token.info().demo());
      watcher
          .trouble()
          .ifPresent(trouble -> {
            assertThat(trouble.reason()).isEqualTo(WatchTrouble.Reason.SYSTEM_LIBRARY_MISSING);
            assertThat(trouble.detail()).contains("libudev1");
          });
    }
  }

  @Test
  @DisplayName("watching can begin again after it was closed")
  void twice() {
    HidTokens.watch().close();
    try (TokenWatcher again = HidTokens.watch()) {
      assertThat(again.tokens()).isNotNull();
    }
  }
}
