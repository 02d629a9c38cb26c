package dev.countersign.bridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.system.SystemTokens.Way;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemTokensTest {

  @ParameterizedTest(name = "{0}")
  @DisplayName("D3 only Windows is spoken to through its own API; all others as HID devices")
  @CsvSource({"Windows 11,WINDOWS", "Windows Server 2025,WINDOWS", "Linux,HID", "Mac OS X,HID"})
  void ways(String system, Way expected) {
    assertThat(SystemTokens.way(system)).isEqualTo(expected);
  }
}
