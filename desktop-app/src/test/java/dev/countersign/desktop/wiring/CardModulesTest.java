package dev.countersign.desktop.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.bridge.CardModule;
import dev.countersign.desktop.witness.WitnessSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The card modules of the settings")
class CardModulesTest {
  @TempDir private Path path;

  private List<CardModule> read(String toml) throws IOException {
    DeskFolder folder = new DeskFolder(path);
    Files.writeString(folder.settings(), toml);
    return CardModules.of(folder);
  }

  @Test
  @DisplayName("are those named, in their order, and none that would be found")
  void named() throws Exception {
    assertThat(
            read(
                """
                [[card_module]]
                name = "Ours"
                library = "/opt/ours.so"
                environment = { OURS_CONF = "/etc/ours.conf" }

                [[card_module]]
                name = "Theirs"
                library = "/opt/theirs.so"
                """))
        .containsExactly(
            new CardModule("Ours", Path.of("/opt/ours.so"), Map.of("OURS_CONF", "/etc/ours.conf")),
            new CardModule("Theirs", Path.of("/opt/theirs.so"), Map.of()));
    assertThat(WitnessSettings.read(new DeskFolder(path).settings()).witnesses()).isEmpty();
  }

  @Test
  @DisplayName("are looked for in the usual places when none is named, unless that is switched off")
  void discovered() throws Exception {
    assertThat(CardModules.of(new DeskFolder(path.resolve("none"))))
        .hasSizeLessThanOrEqualTo(8)
        .extracting(CardModule::name)
        .doesNotHaveDuplicates();
    assertThat(read("discover_card_modules = false\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          card_modul = 1                                                  | line 1: unknown key card_modul
          card_module = 1                                                 | line 1: card_module is not written as
          [[card_module]]\\nname = "A"                                    | line 1: a card module has a name
          [[card_module]]\\nname = "A"\\nlibrary = "a.so"                 | must be absolute
          [[card_module]]\\nname = " "\\nlibrary = "/a.so"                | needs a name
          [[card_module]]\\nname = "A"\\nlibrary = "/a.so"\\npin = "1"    | line 4: unknown key pin
          [[card_module]]\\nname = "A"\\nlibrary = "/a"\\nenvironment = 1 | is a table of texts
          [[card_module]]\\nname = "A"\\nlibrary = "/a"\\nenvironment = { "A=B" = "1" } | that none can be
          [[card_module]]\\nname = "A"\\nlibrary = "/a"\\nenvironment = { "" = "1" } | that none can be
          discover_card_modules = "no"                                    | is true or false
          """)
  @DisplayName("that cannot be used as they stand are refused with their line")
  void refused(String toml, String sentence) {
    assertThatThrownBy(() -> read(toml.replace("\\n", "\n")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("settings.toml")
        .hasMessageContaining(sentence);
  }

  @Test
  @DisplayName("of one name are refused")
  void twice() {
    String one = "[[card_module]]\nname = \"A\"\nlibrary = \"/a.so\"\n";

    assertThatThrownBy(() -> read(one + one)).hasMessageContaining("twice");
  }
}
