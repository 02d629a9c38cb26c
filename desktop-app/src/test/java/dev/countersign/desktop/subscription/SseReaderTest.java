package dev.countersign.desktop.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
  private static SseReader over(String text) {
    return new SseReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), () -> {});
  }

  @ParameterizedTest(name = "lines may end in LF, CR or CRLF ({index})")
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void lineEnds(String end) throws IOException {
    SseReader reader =
        over(
            String.join(end, ": hello", "id: 4", "event: pending", "data: a", "data:b", "", "")
                + String.join(end, "id: 5", "data: c", "", ""));
    assertThat(reader.next()).contains(new SseReader.Event("4", "pending", "a\nb"));
    assertThat(reader.next()).contains(new SseReader.Event("5", "", "c"));
    assertThat(reader.next()).isEmpty();
  }

  @Test
  @DisplayName("an event that was cut off does not count")
  void cutOff() throws IOException {
    assertThat(over("id: 4\nevent: pending\ndata: {}\n").next()).isEmpty();
  }

  @Test
  @DisplayName("a line or an event without end is refused before it fills the memory")
  void tooLong() {
    assertThatThrownBy(() -> over("data: " + "x".repeat(70_000)).next())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> over(("data: " + "x".repeat(60_000) + "\n").repeat(6)).next())
        .isInstanceOf(IOException.class);
  }
}
