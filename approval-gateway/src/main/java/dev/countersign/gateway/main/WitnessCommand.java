package dev.countersign.gateway.main;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.http.Listen;
import dev.countersign.gateway.http.WitnessServer;
import dev.countersign.gateway.store.WatchedLog;
import dev.countersign.gateway.store.WatchedLogs;
import dev.countersign.gateway.store.sqlite.SqliteWatchedLogs;
import dev.countersign.gateway.witness.Cosigner;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.log.LogKeyText;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.WitnessKeyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The witness of device logs. A gateway is the witness of its own devices; with {@code add-log} it,
 * or a witness that stands alone, becomes the second witness of others'.
 */
@Command(
    name = "witness",
    description = "The witness of device logs: key, init, add-log, logs, serve.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class WitnessCommand {
  private static final String DATA = "--data";
  private static final String DIR = "DIR";
  private static final long MAX_KEY_BYTES = 4096;

  @ParentCommand private GatewayMain parent;
  @Spec private CommandSpec spec;

  @Command(
      name = "key",
      description =
          "Print the public key with which this witness cosigns log heads, for log verify"
              + " --witness-key and for the settings of desks.")
  int key(@Option(names = DATA, required = true, paramLabel = DIR) Path data) throws IOException {
    WitnessFolder.Identity identity = new WitnessFolder(data).identity();
    out().println(WitnessKeyText.of(identity.name(), identity.key().publicKey()));
    return GatewayMain.YES;
  }

  @Command(name = "init", description = "Make a witness that stands alone, without a gateway.")
  int init(
      @Option(names = DATA, required = true, paramLabel = DIR) Path data,
      @Option(
              names = "--name",
              required = true,
              description = "its key's name, for example witness.auditor.example")
          String name)
      throws IOException {
    new WitnessFolder(data).create(name, new SecureRandom());
    out().println("made " + data);
    return GatewayMain.YES;
  }

  @Command(
      name = "add-log",
      description = "Witness the log of a device of another gateway from now on.")
  int addLog(
      @Option(names = DATA, required = true, paramLabel = DIR) Path data,
      @Option(
              names = "--key",
              required = true,
              paramLabel = "FILE",
              description =
                  "its key, one line as device show and the desk's settings page print it")
          Path keyFile)
      throws Exception {
    if (Files.size(keyFile) > MAX_KEY_BYTES) {
      throw new ConfigException(keyFile + " is not a log key");
    }
    String line = Files.readString(keyFile, StandardCharsets.US_ASCII).strip();
    NoteVerifier key =
        switch (LogKeyText.parse(line)) {
          case Parse.Parsed<NoteVerifier>(NoteVerifier parsed) -> parsed;
          case Parse.Malformed<NoteVerifier>(String reason) ->
              throw new ConfigException(keyFile + " is not a log key: " + reason);
        };
    requireNotOwn(data, key.name());
    try (WatchedLogs logs = open(data)) {
      boolean added = logs.add(key.name(), line);
      out().println(added ? "witnessed from now on: " + key.name() : "known already");
      return added ? GatewayMain.YES : GatewayMain.NO;
    }
  }

  /** A gateway's key must not cosign a log under two rules. */
  private void requireNotOwn(Path data, String origin) throws Exception {
    WitnessFolder folder = new WitnessFolder(data);
    folder.identity();
    if (!origin.startsWith(LogHead.originOf(""))) {
      throw new ConfigException(origin + " is no device's log");
    }
    if (folder.isGateway()
        && DataOption.withStore(
            new GatewayFolder(data),
            parent.clock(),
            (store, operator) -> OwnDevices.has(store.directory(), origin))) {
      throw new ConfigException("this gateway is that device's first witness already");
    }
  }

  @Command(name = "logs", description = "Show the logs that are witnessed here, and forks.")
  int logs(
      @Option(names = DATA, required = true, paramLabel = DIR) Path data,
      @Option(names = "--json") boolean json)
      throws IOException {
    WitnessFolder folder = new WitnessFolder(data);
    folder.identity(); // "no log" must not be the answer about another folder
    List<WatchedLog> all = List.of();
    if (Files.exists(folder.logs())) {
      try (WatchedLogs logs = open(data)) {
        all = logs.all();
      }
    }
    if (json) {
      List<JsonValue> items = new ArrayList<>();
      all.forEach(log -> items.add(json(log)));
      out()
          .println(
              JsonWriter.compactText(
                  JsonObject.builder().put("logs", new JsonArray(items)).build()));
    } else {
      all.forEach(log -> out().println(line(log)));
    }
    return GatewayMain.YES;
  }

  @Command(
      name = "serve",
      description = "Run a witness that stands alone until the process is told to end.")
  int serve(
      @Option(names = DATA, required = true, paramLabel = DIR) Path data,
      @Option(names = "--port", description = "in place of the configured one; 0 for any free one")
          Optional<Integer> port)
      throws Exception {
    WitnessFolder folder = new WitnessFolder(data);
    if (folder.isGateway()) {
      throw new ConfigException("a gateway witnesses other logs while it serves: use serve");
    }
    WitnessFolder.Identity identity = folder.identity();
    Listen listen = folder.listen(port);
    CountDownLatch ended = new CountDownLatch(1);
    try (ServeLock _ = ServeLock.take(folder.serveLock());
        WatchedLogs logs = open(data);
        WitnessServer server =
            new WitnessServer(
                new Cosigner(
                    logs,
                    NoteKeys.witnessSigner(identity.name(), identity.key(), parent.clock()),
                    origin -> false),
                listen,
                new Ids(new SecureRandom()))) {
      out().println("listening on " + server.start());
      Thread hook = new Thread(() -> close(server, ended), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      ended.await();
    }
    return GatewayMain.YES;
  }

  private static void close(WitnessServer server, CountDownLatch ended) {
    server.close();
    ended.countDown();
  }

  private WatchedLogs open(Path data) {
    return SqliteWatchedLogs.open(new WitnessFolder(data).logs(), parent.clock());
  }

  private static String line(WatchedLog log) {
    String head =
        log.head()
            .map(last -> last.head().size() + " entries since " + Instant.ofEpochSecond(last.at()))
            .orElse("nothing cosigned");
    String fork =
        log.fork()
            .map(each ->
                "\tFORK at "
                    + Instant.ofEpochSecond(each.at())
                    + ", correlation id "
                    + each.correlationId())
            .orElse("");
    return log.origin() + "\t" + head + fork;
  }

  private static JsonObject json(WatchedLog log) {
    JsonObject.Builder json =
        JsonObject.builder().put("origin", log.origin()).put("key", log.key());
    log.head()
        .ifPresent(last ->
            json.put("size", last.head().size())
                .put("root", last.head().root().base64Url())
                .put("at", last.at()));
    log.fork()
        .ifPresent(fork ->
            json.put(
                "fork",
                JsonObject.builder()
                    .put("at", fork.at())
                    .put("correlation_id", fork.correlationId())
                    .put("cosigned", new String(fork.cosigned().toArray(), StandardCharsets.UTF_8))
                    .put("shown", new String(fork.shown().toArray(), StandardCharsets.UTF_8))
                    .build()));
    return json.build();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
