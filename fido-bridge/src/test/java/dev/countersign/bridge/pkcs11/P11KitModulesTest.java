package dev.countersign.bridge.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.countersign.bridge.CardModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Modules registered with p11-kit")
class P11KitModulesTest {
  @TempDir private Path folder;
  private Path packages;
  private Path own;
  private Path libraries;

  @BeforeEach
  void places() throws IOException {
    packages = Files.createDirectory(folder.resolve("packages"));
    own = Files.createDirectory(folder.resolve("own"));
    libraries = Files.createDirectory(folder.resolve("lib"));
    for (String name : List.of("card.so", "other.so", "p11-kit-trust.so")) {
      Files.createFile(libraries.resolve(name));
    }
  }

  private static void register(Path place, String name, String text) throws IOException {
    Files.writeString(place.resolve(name + ".module"), text);
  }

  private List<CardModule> modules() {
    return new P11KitModules(List.of(packages, own, folder.resolve("absent")), List.of(libraries))
        .modules();
  }

  @Test
  @DisplayName("D4 a module is found by a relative and by an absolute path")
  void found() throws IOException {
    register(packages, "card", "# a card\nmodule: card.so\n\ncritical: no\n");
    register(own, "other", "module:" + libraries.resolve("other.so") + "\npriority: 3\n");
    assertThat(modules())
        .extracting(CardModule::name, CardModule::library)
        .containsExactly(
            tuple("card", libraries.resolve("card.so")),
            tuple("other", libraries.resolve("other.so")));
  }

  @Test
  @DisplayName("the administrator's file replaces a package's of the same name")
  void replaced() throws IOException {
    register(packages, "card", "module: card.so\n");
    register(own, "card", "module: other.so\n");
    assertThat(modules())
        .extracting(CardModule::library)
        .containsExactly(libraries.resolve("other.so"));
    register(own, "card", "module:\n");
    assertThat(modules()).isEmpty();
  }

  @Test
  @DisplayName("what is for other programs, remote, a trust store or not there is left out")
  void leftOut() throws IOException {
    register(packages, "a", "module: card.so\nenable-in: firefox\n");
    register(packages, "b", "module: card.so\ndisable-in: countersign\n");
    register(packages, "c", "remote: |ssh host\nmodule: card.so\n");
    register(packages, "d", "module: p11-kit-trust.so\ntrust-policy: yes\n");
    register(packages, "e", "module: p11-kit-trust.so\n");
    register(packages, "f", "module: absent.so\n");
    register(packages, "g", "nothing here\n");
    register(packages, "h", "#" + "x".repeat(20_000) + "\nmodule: card.so\n");
    Files.write(packages.resolve("i.module"), new byte[] {(byte) 0xff, (byte) 0xfe, ':', 'x'});
    Files.createFile(packages.resolve("card.txt"));
    assertThat(modules()).isEmpty();
  }
}
