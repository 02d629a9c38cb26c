package dev.countersign.gateway.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.verify.TrustFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command countersign-gateway")
class GatewayMainTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("init makes keys that only their owner can read, and refuses to do it twice")
  void init() throws IOException {
    assertThat(init("gateway.test")).isZero();
    for (String key : new String[] {"signing-key.pk8", "witness-key.pk8"}) {
      assertThat(Files.getPosixFilePermissions(data().resolve(key)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(init("gateway.test")).isEqualTo(2);
  }

  @Test
  @DisplayName("a demo gateway says so in its iss, and no other may")
  void demo() {
    assertThat(run("init", "--demo", "--data", data().toString(), "--iss", "x.test", "--aud", "a"))
        .isZero();
    assertThat(out.toString()).contains("gateway demo.x.test");
    String other = folder.resolve("other").toString();
    assertThat(run("init", "--data", other, "--iss", "demo.y", "--aud", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("--demo");
  }

  @Test
  @DisplayName("S1.3 a restored ledger gets a new epoch, but never under a gateway that serves")
  void renewsTheEpoch() throws IOException {
    init("gateway.test");
    String data = data().toString();
    assertThat(run("epoch", "renew", "--data", data)).isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);
    assertThat(run("epoch", "renew", "--data", data)).isZero();
    assertThat(out.toString()).startsWith("epoch ").isNotEqualTo(first);
    try (ServeLock _ = ServeLock.take(new GatewayFolder(data()).serveLock())) {
      assertThat(run("epoch", "renew", "--data", data)).isEqualTo(5);
    }
    assertThat(run("epoch", "renew", "--data", folder.resolve("none").toString())).isEqualTo(2);
  }

  @Test
  @DisplayName("approvers are added with a code, listed, revoked")
  void approvers() {
    init("gateway.test");
    String data = data().toString();
    assertThat(run("approver", "add", "--data", data, "--id", "ada", "--group", "security"))
        .isZero();
    assertThat(out.toString()).containsPattern("[0-9A-Z]{4}(-[0-9A-Z]{4}){4}");
    assertThat(run("approver", "list", "--data", data, "--json")).isZero();
    assertThat(out.toString())
        .contains(
            "{\"approvers\":[{\"id\":\"ada\",\"person\":\"ada\","
                + "\"groups\":[\"security\"],\"revoked\":false}]}");
    assertThat(run("approver", "revoke", "--data", data, "--id", "ada")).isZero();
    assertThat(run("approver", "revoke", "--data", data, "--id", "nobody")).isEqualTo(1);
    assertThat(run("approver", "add", "--data", data, "--id", "ada")).isEqualTo(1);
  }

  @Test
  @DisplayName("requesters and executors are registered with a public key, once")
  void clients() throws IOException {
    init("gateway.test");
    String data = data().toString();
    Path jwk = folder.resolve("key.jwk");
    Files.write(
        jwk, JsonWriter.compact(P256SigningKey.generate(new SecureRandom()).publicKey().jwk()));
    String[] add = {
      "requester", "add", "--data", data, "--id", "a", "--type", "agent", "--jwk", jwk.toString()
    };
    assertThat(run(add)).isZero();
    assertThat(run(add)).isEqualTo(1);
    assertThat(
            run(
                "executor",
                "add",
                "--data",
                data,
                "--id",
                "b",
                "--type",
                "*",
                "--jwk",
                jwk.toString()))
        .isZero();
    assertThat(
            run(
                "requester",
                "add",
                "--data",
                data,
                "--id",
                "c",
                "--type",
                "robot",
                "--jwk",
                jwk.toString()))
        .isEqualTo(2);
    Files.writeString(jwk, "{\"kty\":\"EC\"}");
    assertThat(
            run(
                "executor",
                "add",
                "--data",
                data,
                "--id",
                "d",
                "--type",
                "*",
                "--jwk",
                jwk.toString()))
        .isEqualTo(2);
    assertThat(run("executor", "revoke", "--data", data, "--id", "b")).isZero();
  }

  @Test
  @DisplayName("what is not there cannot be revoked or ended")
  void nothingToRevoke() {
    init("gateway.test");
    String data = data().toString();
    assertThat(run("device", "revoke", "--data", data, "--jkt", "none")).isEqualTo(1);
    assertThat(run("token", "revoke", "--data", data, "--credential-id", "AAAA")).isEqualTo(1);
    assertThat(run("token", "revoke", "--data", data, "--credential-id", "+")).isEqualTo(2);
    assertThat(run("session", "end", "--data", data, "--id", "none")).isEqualTo(1);
  }

  @Test
  @DisplayName("the trust file that is written can be read")
  void trust() throws IOException, RefusedException {
    init("gateway.test");
    Path file = folder.resolve("trust.json");
    assertThat(run("trust", "export", "--data", data().toString(), "--out", file.toString()))
        .isZero();
    TrustFile trust = TrustFile.parse(Files.readAllBytes(file));
    assertThat(trust.gateway().issuer()).isEqualTo("gateway.test");
    assertThat(trust.audience()).isEqualTo("approvals.test");
  }

  @Test
  @DisplayName("every command explains itself, and the program has a version")
  void help() {
    for (String command : new String[] {"init", "serve", "trust", "approver", "executor"}) {
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).contains("countersign-gateway " + command);
    }
    assertThat(run("approver", "add", "--help")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("countersign-gateway unpackaged");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  @DisplayName("an approver who is there is not changed by adding them again")
  void sameApprover() {
    init("gateway.test");
    String data = data().toString();
    String[] add = {"approver", "add", "--data", data, "--id", "ada", "--group", "security"};
    assertThat(run(add)).isZero();
    assertThat(run(add)).isZero();
    assertThat(run("approver", "add", "--data", data, "--id", "ada")).isZero();
    assertThat(run("approver", "add", "--data", data, "--id", "ada", "--group", "b")).isEqualTo(2);
    assertThat(run("approver", "add", "--data", data, "--id", "ada", "--person", "Eve"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("ada is there already");
  }

  @Test
  @DisplayName("an address that is taken is told in one sentence")
  void portTaken() throws IOException {
    init("gateway.test");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run("serve", "--data", data().toString(), "--port", port)).isEqualTo(5);
      assertThat(err.toString())
          .contains("cannot listen on 127.0.0.1:" + port)
          .doesNotContain("at ");
    }
    assertThat(run("serve", "--data", data().toString(), "--port", "65536")).isEqualTo(2);
  }

  @Test
  @DisplayName("a directory that another gateway serves is not served twice")
  void servedTwice() throws IOException {
    init("gateway.test");
    try (ServeLock _ = ServeLock.take(data().resolve("serve.lock"))) {
      assertThat(run("serve", "--data", data().toString(), "--port", "0")).isEqualTo(5);
      assertThat(err.toString()).contains("another gateway serves " + data());
    }
    ServeLock.take(data().resolve("serve.lock")).close();
  }

  @Test
  @DisplayName("a key file that is not there or is a folder is unusable input")
  void noKeyFile() {
    init("gateway.test");
    for (Path file : new Path[] {folder.resolve("none.jwk"), folder}) {
      assertThat(
              run(
                  "executor",
                  "add",
                  "--data",
                  data().toString(),
                  "--id",
                  "d",
                  "--type",
                  "*",
                  "--jwk",
                  file.toString()))
          .isEqualTo(2);
      assertThat(err.toString()).contains(file + " cannot be read");
    }
  }

  @Test
  @DisplayName("an unknown key in the configuration is an error with its line")
  void unknownKey() throws IOException {
    init("gateway.test");
    Files.writeString(
        data().resolve("gateway.toml"), "trustedonly = false\n", StandardOpenOption.APPEND);
    assertThat(run("serve", "--data", data().toString(), "--port", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("gateway.toml, line 16", "attestation.trustedonly");
  }

  @Test
  @DisplayName("token models that are no AAGUIDs, or metadata that does not verify, stop the start")
  void tokenModels() throws IOException {
    init("gateway.test");
    Path config = data().resolve("gateway.toml");
    String before = Files.readString(config);
    Files.writeString(config, before + "denied_models = [\"yubikey\"]\n");
    assertThat(run("serve", "--data", data().toString(), "--port", "0")).isEqualTo(2);
    Files.writeString(config, before + "metadata = \"blob.jwt\"\n");
    assertThat(run("serve", "--data", data().toString(), "--port", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("attestation.denied_models holds something else than lower-case AAGUIDs")
        .contains("attestation.metadata_roots is needed");
  }

  @Test
  @DisplayName("plain HTTP on anything but a loopback address is refused")
  void plainElsewhere() throws IOException {
    init("gateway.test");
    Path config = data().resolve("gateway.toml");
    Files.writeString(config, Files.readString(config).replace("127.0.0.1", "0.0.0.0"));
    assertThat(run("serve", "--data", data().toString(), "--port", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("loopback");
  }

  @Test
  @DisplayName("a key file that others can read is refused")
  void readableKey() throws IOException {
    init("gateway.test");
    Files.setPosixFilePermissions(
        data().resolve("signing-key.pk8"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(run("serve", "--data", data().toString(), "--port", "0")).isEqualTo(5);
    assertThat(err.toString()).contains("0600");
  }

  @Test
  @DisplayName("wrong usage and a folder without a gateway end in 2")
  void usage() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("nonsense")).isEqualTo(2);
    assertThat(run("serve", "--data", folder.resolve("none").toString())).isEqualTo(2);
  }

  private Path data() {
    return folder.resolve("gateway");
  }

  private int init(String issuer) {
    return run("init", "--data", data().toString(), "--iss", issuer, "--aud", "approvals.test");
  }

  private int run(String... arguments) {
    return GatewayMain.run(
        Clock.systemUTC(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
