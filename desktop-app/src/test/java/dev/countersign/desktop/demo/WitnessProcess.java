package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.store.WatchedLogs;
import dev.countersign.gateway.store.sqlite.SqliteWatchedLogs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A witness that stands alone, in a process of its own and always at the same port. */
final class WitnessProcess {
  private final Path folder;
  private final Path errors;
  private Process running;
  private int port;

  /** Starts it; it listens when this returns. */
  WitnessProcess(Path folder, Path errors) throws IOException {
    this.folder = folder;
    this.errors = errors;
    start();
  }

  /** Makes a witness in a folder and gives its key, the line for the settings. */
  static String make(Path folder, String name) throws Exception {
    command("init", "--data", folder.toString(), "--name", name);
    return command("key", "--data", folder.toString()).strip();
  }

  /** What a witness in this folder knows; also while it runs. */
  static WatchedLogs logs(Path folder) {
    return SqliteWatchedLogs.open(folder.resolve("witness.db"), Clock.systemUTC());
  }

  private static List<String> java(String... arguments) {
    List<String> all = new ArrayList<>(List.of("witness"));
    all.addAll(List.of(arguments));
    return GatewayProcess.java(all.toArray(String[]::new));
  }

  private static String command(String... arguments) throws Exception {
    Process run = new ProcessBuilder(java(arguments)).redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isZero();
    return said;
  }

  void start() throws IOException {
    running =
        new ProcessBuilder(java("serve", "--data", folder.toString(), "--port", "" + port))
            .redirectError(errors.toFile())
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8));
    String listening = String.valueOf(out.readLine());
    assertThat(listening).startsWith("listening on http://127.0.0.1:");
    port = Integer.parseInt(listening.replaceAll(".*:([0-9]+)/witness", "$1"));
  }

  int port() {
    return port;
  }

  /** kill -9. */
  void kill() {
    running.destroyForcibly();
    try {
      assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
