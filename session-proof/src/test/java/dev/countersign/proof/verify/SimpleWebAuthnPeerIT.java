package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.testing.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The npm package @simplewebauthn/server as a second opinion on step 11. */
class SimpleWebAuthnPeerIT {
  private static final Path PEER = Path.of("src/test/peer/simplewebauthn").toAbsolutePath();
  private static final long DEADLINE_SECONDS = 120;
  private static final int RANDOM_MUTANTS = 100;

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "S0.1 S0.10 an independent npm verifier accepts our assertion and refuses what we refuse")
  void peer() throws Exception {
    requirePeer();
    List<AssertionMutant> batch = AssertionMutant.batch(RANDOM_MUTANTS);
    List<Boolean> verdicts = ask(batch);
    assertThat(verdicts).hasSameSizeAs(batch);
    assertThat(verdicts.getFirst()).as("the peer on the right assertion").isTrue();
    assertThat(batch.getFirst().acceptedByUs()).isTrue();
    int wrongForEveryone = AssertionMutant.wrongForEveryone().size();
    for (int i = 1; i < batch.size(); i++) {
      AssertionMutant mutant = batch.get(i);
      if (mutant.acceptedByUs()) {
        assertThat(verdicts.get(i)).as("we accept it: " + mutant).isTrue();
      }
      if (i <= wrongForEveryone) {
        assertThat(verdicts.get(i)).as("the peer on " + mutant).isFalse();
        assertThat(mutant.acceptedByUs()).as("we on " + mutant).isFalse();
      }
    }
  }

  private List<Boolean> ask(List<AssertionMutant> batch) throws Exception {
    List<JsonValue> cases = new ArrayList<>();
    batch.forEach(mutant -> cases.add(json(mutant.evidence())));
    Path file = folder.resolve("cases.json");
    Path out = folder.resolve("verdicts.txt");
    Files.write(file, JsonWriter.compact(new JsonArray(cases)));
    Process node =
        new ProcessBuilder("node", "--experimental-global-webcrypto", "verify.mjs", file.toString())
            .directory(PEER.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    if (!node.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      node.destroyForcibly();
      fail("the peer gave no answer within " + DEADLINE_SECONDS + " s");
    }
    assertThat(node.exitValue()).as(Files.readString(folder.resolve("errors.txt"))).isZero();
    return Files.readAllLines(out, StandardCharsets.UTF_8).stream()
        .map(line -> line.startsWith("{\"verified\":true"))
        .toList();
  }

  private static JsonObject json(WebAuthnEvidence evidence) {
    return JsonObject.builder()
        .put("rpId", Fixture.AUDIENCE)
        .put("origin", ClientData.origin(Fixture.AUDIENCE))
        .put("challenge", AssertionMutant.CHALLENGE.value())
        .put("credentialId", evidence.credentialId())
        .put("publicKeyCose", Fixture.TOKEN.cose())
        .put("counter", 0)
        .put("authenticatorData", evidence.authenticatorData())
        .put("clientDataJson", evidence.clientDataJson())
        .put("signature", evidence.signature())
        .build();
  }

  /** A missing peer is a visible skip at home and a failure where the build is judged. */
  private static void requirePeer() {
    String missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      fail(missing);
    }
    abort(missing);
  }

  private static String missing() {
    if (!Files.isDirectory(PEER.resolve("node_modules/@simplewebauthn/server"))) {
      return "the npm peer is not installed: run npm ci in " + PEER;
    }
    try {
      new ProcessBuilder("node", "--version").start().destroy();
      return "";
    } catch (IOException noNode) {
      return "node is not installed: " + noNode.getMessage();
    }
  }
}
