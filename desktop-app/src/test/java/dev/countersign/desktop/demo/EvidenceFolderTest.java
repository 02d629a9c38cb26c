package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folder of the demo's evidence")
class EvidenceFolderTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("keeps what others left there and loses what an earlier run left")
  void prepared() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.writeString(folder.resolve("proof.json"), "{}");
    EvidenceFolder.prepare(folder);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("notes.txt"));
    }
  }

  @Test
  @DisplayName("is made with its parents")
  void made() throws IOException {
    assertThat(EvidenceFolder.prepare(folder.resolve("a/b")).path()).isEmptyDirectory();
  }

  @Test
  @DisplayName("says in a sentence why it cannot be used")
  void unusable() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> EvidenceFolder.prepare(file))
        .isInstanceOf(UnusableFolderException.class)
        .hasMessage(file + " cannot take the evidence: it is a file, not a folder.");
    assertThatThrownBy(() -> EvidenceFolder.prepare(file.resolve("below")))
        .isInstanceOf(UnusableFolderException.class)
        .hasMessageEndingWith("nothing can be written there.");
    Files.createDirectories(folder.resolve("proof.json/below"));
    assertThatThrownBy(() -> EvidenceFolder.prepare(folder))
        .isInstanceOf(UnusableFolderException.class)
        .hasMessageEndingWith("proof.json is a folder.");
  }
}
