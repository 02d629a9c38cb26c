package dev.countersign.gateway.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataNumberTest {

  @TempDir Path folder;

  @Test
  @DisplayName(
      "S0.5 FIDO metadata older than what was in force before is refused, over restarts too")
  void noRollBack() throws IOException {
    number().requireNotOlder(41);
    number().requireNotOlder(41);
    number().requireNotOlder(57);

    assertThatThrownBy(() -> number().requireNotOlder(56))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("56")
        .hasMessageContaining("57");
    number().requireNotOlder(57);
    assertThat(Files.readString(number().file())).isEqualTo("57\n");
  }

  @Test
  @DisplayName("S0.5 a damaged memory of the metadata's number takes none, not any")
  void damaged() throws IOException {
    Files.writeString(number().file(), "");

    assertThatThrownBy(() -> number().requireNotOlder(99)).isInstanceOf(IOException.class);
  }

  private MetadataNumber number() {
    return new MetadataNumber(folder.resolve("metadata-number"));
  }
}
