package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PKCS#11 modules in C that stand before a real one; their sources are the bridge's. */
public final class NativeModule {
  private static final Path SOURCES = Path.of("..", "fido-bridge", "demo", "src", "test", "native");

  private NativeModule() {}

  /** Compiles one; the test is not run where there is no compiler. */
  public static Path compile(String source, Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "not run: the package gcc is missing");
    Path library = folder.resolve(source.replace(".c", ".so"));
    String from = SOURCES.resolve(source).toString();
    List<String> compile =
        List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), from, "-ldl");
    assertThat(new ProcessBuilder(compile).inheritIO().start().waitFor()).isZero();
    return library;
  }
}
