package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.main.GatewayMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code countersign-gateway} in processes of its own. */
final class GatewayProcess implements AutoCloseable {
  private final Process running;
  private final URI base;

  private GatewayProcess(Process running, URI base) {
    this.running = running;
    this.base = base;
  }

  /** How it is started. */
  static List<String> java(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                GatewayMain.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Serves a data directory at a free port; it listens when this returns. */
  static GatewayProcess serve(Path data, Path errors) throws IOException {
    Process running =
        new ProcessBuilder(java("serve", "--data", data.toString(), "--port", "0"))
            .redirectError(errors.toFile())
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8));
    String listening = String.valueOf(out.readLine());
    assertThat(listening).startsWith("listening on http://127.0.0.1:");
    return new GatewayProcess(running, URI.create(listening.substring("listening on ".length())));
  }

  URI base() {
    return base;
  }

  @Override
  public void close() {
    running.destroy();
    try {
      assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
