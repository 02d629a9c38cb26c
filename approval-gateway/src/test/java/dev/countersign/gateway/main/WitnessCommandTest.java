package dev.countersign.gateway.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.http.Listen;
import dev.countersign.gateway.http.WitnessServer;
import dev.countersign.gateway.store.WatchedLogs;
import dev.countersign.gateway.store.sqlite.SqliteWatchedLogs;
import dev.countersign.gateway.witness.Cosigner;
import dev.countersign.gateway.witness.SignedLog;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.LogKeyText;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.WitnessKeyText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command countersign-gateway witness")
class WitnessCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final SignedLog device = new SignedLog().grow(5, "entry");

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return GatewayMain.run(
        Clock.systemUTC(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private String data() {
    return folder.resolve("witness").toString();
  }

  private int init() {
    return run("witness", "init", "--data", data(), "--name", "witness.auditor.example");
  }

  private int addLog(String data, String line) throws Exception {
    Path key = folder.resolve("log.key");
    Files.writeString(key, line + "\n");
    return run("witness", "add-log", "--data", data, "--key", key.toString());
  }

  @Test
  @DisplayName("D5 a witness stands alone with a key of its own, a name and a list of logs")
  void standsAlone() throws Exception {
    assertThat(init()).isZero();
    assertThat(Files.getPosixFilePermissions(Path.of(data(), "witness-key.pk8")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(init()).isEqualTo(2);
    assertThat(run("witness", "key", "--data", data())).isZero();
    assertThat(WitnessKeyText.parse(out.toString()).orThrow().name())
        .isEqualTo("witness.auditor.example");
    assertThat(run("witness", "logs", "--data", data())).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(addLog(data(), device.keyLine())).isZero();
    assertThat(addLog(data(), device.keyLine())).isEqualTo(1);
    assertThat(addLog(data(), "no key")).isEqualTo(2);
    assertThat(run("witness", "logs", "--data", data())).isZero();
    assertThat(out.toString()).contains(device.origin(), "nothing cosigned");
    assertThat(run("witness", "logs", "--data", data(), "--json")).isZero();
    assertThat(out.toString()).contains("\"key\":\"" + device.keyLine() + "\"");
  }

  @Test
  @DisplayName("a folder without witness, a misspelt setting and a bad port are refused")
  void refuses() throws Exception {
    assertThat(run("witness", "logs", "--data", data())).isEqualTo(2);
    assertThat(run("witness", "key", "--data", data())).isEqualTo(2);
    assertThat(addLog(data(), device.keyLine())).isEqualTo(2);
    assertThat(run("witness", "init", "--data", data(), "--name", "not a name")).isEqualTo(2);
    assertThat(init()).isZero();
    assertThat(run("witness", "serve", "--data", data(), "--port", "70000")).isEqualTo(2);
    Files.writeString(Path.of(data(), "witness.toml"), "name = \"w\"\nnmae = \"w\"\n");
    assertThat(run("witness", "serve", "--data", data())).isEqualTo(2);
    assertThat(err.toString()).contains("line 2", "nmae");
    try (ServeLock _ = ServeLock.take(Path.of(data(), "serve.lock"))) {
      Files.writeString(Path.of(data(), "witness.toml"), "name = \"w\"\n");
      assertThat(run("witness", "serve", "--data", data())).isEqualTo(5);
    }
  }

  @Test
  @DisplayName("D5 a gateway is the second witness of others' devices, never of its own")
  void gatewayWitnessesOthers() throws Exception {
    String gateway = folder.resolve("gateway").toString();
    assertThat(run("init", "--data", gateway, "--iss", "g.test", "--aud", "a.test")).isZero();
    assertThat(addLog(gateway, device.keyLine())).isZero();
    assertThat(run("witness", "serve", "--data", gateway)).isEqualTo(2);
    String own;
    try (GatewayFixture running = GatewayFixture.in(Path.of(gateway))) {
      TestApprover ada = running.approver("ada");
      own = LogKeyText.of(LogHead.originOf(ada.caller.jkt()), ada.deviceKey.publicKey());
    }
    assertThat(addLog(gateway, own)).isEqualTo(2);
    assertThat(err.toString()).contains("first witness");
    assertThat(addLog(gateway, own.replace("countersign.dev/device", "x.example"))).isEqualTo(2);
  }

  @Test
  @DisplayName("D5 device list, show and revoke tell a fork, its heads, and that it was dealt with")
  void deviceAlarms() {
    String gateway = folder.resolve("gateway").toString();
    assertThat(run("init", "--data", gateway, "--iss", "g.test", "--aud", "a.test")).isZero();
    String jkt;
    try (GatewayFixture running = GatewayFixture.in(Path.of(gateway))) {
      TestApprover ada = running.approver("ada");
      jkt = ada.caller.jkt();
      ada.log.append(new byte[] {1});
      ada.witness();
      ada.beginLog();
      ada.witness(2, List.of());
    }
    assertThat(run("device", "list", "--data", gateway)).isZero();
    assertThat(out.toString()).contains(jkt, "ada", "suspended", "2 entries", "ALARMS 1");
    assertThat(run("device", "list", "--data", gateway, "--json")).isZero();
    assertThat(out.toString())
        .startsWith("{\"devices\":[{\"jkt\":\"" + jkt)
        .contains("\"kind\":\"roll_back\"", "\"correlation_id\":\"c_test\"");
    assertThat(run("device", "show", "--data", gateway, "--jkt", jkt)).isZero();
    assertThat(out.toString())
        .contains("log key countersign.dev/device/" + jkt + "+")
        .contains("roll_back", "c_test", "witnessed 2 entries", "it showed 1 entries");
    assertThat(run("device", "show", "--data", gateway, "--jkt", jkt, "--json")).isZero();
    assertThat(out.toString()).contains("\"standing\":\"suspended\"", "\"log_key\":");
    assertThat(run("device", "show", "--data", gateway, "--jkt", "none")).isEqualTo(1);
    assertThat(run("device", "revoke", "--data", gateway, "--jkt", jkt)).isZero();
    assertThat(run("device", "list", "--data", gateway)).isZero();
    assertThat(out.toString()).contains("revoked", "ALARMS 1");
  }

  @Test
  @DisplayName("D5 over HTTP the answers are those of C2SP tlog-witness")
  void http() throws Exception {
    init();
    addLog(data(), device.keyLine());
    WitnessFolder witness = new WitnessFolder(Path.of(data()));
    CosignatureVerifier key =
        NoteKeys.witnessVerifier(witness.identity().name(), witness.identity().key().publicKey());
    try (HttpClient client = HttpClient.newHttpClient();
        WatchedLogs logs = SqliteWatchedLogs.open(witness.logs(), Clock.systemUTC());
        WitnessServer server =
            new WitnessServer(
                new Cosigner(
                    logs,
                    NoteKeys.witnessSigner(
                        witness.identity().name(), witness.identity().key(), Clock.systemUTC()),
                    origin -> false),
                Listen.loopback(0),
                new Ids(new SecureRandom()))) {
      URI add = URI.create(server.start() + "/add-checkpoint");
      HttpResponse<byte[]> first = post(client, add, device.body(0));
      assertThat(first.statusCode()).isEqualTo(200);
      SignedCheckpoint cosigned = device.head().withLineOf(key, first.body()).orThrow();
      assertThat(cosigned.check(List.of(key))).isInstanceOf(NoteCheck.Signed.class);

      device.grow(2, "more");
      HttpResponse<byte[]> known = post(client, add, device.body(0));
      assertThat(known.statusCode()).isEqualTo(409);
      assertThat(known.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/x.tlog.size"));
      assertThat(new String(known.body())).isEqualTo("5\n");

      assertThat(post(client, add, device.copy().grow(9, "x").body(5)).statusCode()).isEqualTo(422);
      assertThat(post(client, add, new SignedLog().grow(1, "x").body(0)).statusCode())
          .isEqualTo(404);
      assertThat(post(client, add, "old x\n\n".getBytes()).statusCode()).isEqualTo(400);
      assertThat(post(client, add, new byte[80 * 1024]).statusCode()).isEqualTo(413);
      assertThat(post(client, add, device.copy().grow(5, "x").body(5)).statusCode()).isEqualTo(409);
      assertThat(post(client, add, device.body(5)).statusCode()).isEqualTo(403);
      assertThat(
              client
                  .send(HttpRequest.newBuilder(add).GET().build(), BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(404);
    }
    assertThat(run("witness", "logs", "--data", data())).isZero();
    assertThat(out.toString()).contains("FORK at", "correlation id c_");
    assertThat(run("witness", "logs", "--data", data(), "--json")).isZero();
    assertThat(out.toString()).contains("\"fork\":{", "\"cosigned\":", "\"shown\":");
  }

  private static HttpResponse<byte[]> post(HttpClient client, URI to, byte[] body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(to).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofByteArray());
  }
}
