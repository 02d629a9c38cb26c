package dev.countersign.bridge.demo.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** PKCS#11 modules in C that stand before a real one, for tests. */
final class NativeModule {

  private static final Path SOURCES = Path.of("src", "test", "native");

  private NativeModule() {}

  /** Compiles one; the test is not run where there is no compiler. */
  static Path compile(String source, Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "not run: the package gcc is missing");
    Path library = folder.resolve(source.replace(".c", ".so"));
    Process compiler =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                SOURCES.resolve(source).toString(),
                "-ldl")
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
    return library;
  }
}
