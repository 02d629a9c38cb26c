package dev.countersign.proof.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The npm package @simplewebauthn/server as a second opinion on assertions. Where it is missing,
 * tests are visibly skipped at home and fail where the build is judged ({@code CI=true}).
 */
public final class NpmPeer {
  private static final long DEADLINE_SECONDS = 120;
  private static final String FOLDER = "src/test/peer/simplewebauthn";

  private NpmPeer() {}

  /** Its verdicts, in the order of the cases. */
  public static List<Boolean> verdicts(List<PeerCase> cases, Path work) throws Exception {
    Path peer = requirePeer();
    List<JsonValue> documents = new ArrayList<>();
    cases.forEach(each -> documents.add(json(each)));
    Path file = work.resolve("cases.json");
    Path out = work.resolve("verdicts.txt");
    Path errors = work.resolve("errors.txt");
    Files.write(file, JsonWriter.compact(new JsonArray(documents)));
    Process node =
        new ProcessBuilder("node", "--experimental-global-webcrypto", "verify.mjs", file.toString())
            .directory(peer.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!node.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      node.destroyForcibly();
      fail("the peer gave no answer within " + DEADLINE_SECONDS + " s");
    }
    assertThat(node.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readAllLines(out, StandardCharsets.UTF_8).stream()
        .map(line -> line.startsWith("{\"verified\":true"))
        .toList();
  }

  private static JsonObject json(PeerCase assertion) {
    WebAuthnEvidence evidence = assertion.evidence();
    return JsonObject.builder()
        .put("rpId", assertion.audience())
        .put("origin", ClientData.origin(assertion.audience()))
        .put("challenge", assertion.challenge().value())
        .put("credentialId", evidence.credentialId())
        .put("publicKeyCose", assertion.cose())
        .put("counter", 0)
        .put("authenticatorData", evidence.authenticatorData())
        .put("clientDataJson", evidence.clientDataJson())
        .put("signature", evidence.signature())
        .build();
  }

  private static Path requirePeer() {
    Path here = Path.of("").toAbsolutePath();
    Path module = here.endsWith("session-proof") ? here : here.resolveSibling("session-proof");
    Path peer = module.resolve(FOLDER);
    String missing = missing(peer);
    if (!missing.isEmpty()) {
      if ("true".equals(System.getenv("CI"))) {
        fail(missing);
      }
      abort(missing);
    }
    return peer;
  }

  private static String missing(Path peer) {
    if (!Files.isDirectory(peer.resolve("node_modules/@simplewebauthn/server"))) {
      return "the npm peer is not installed: run npm ci in session-proof/" + FOLDER;
    }
    try {
      new ProcessBuilder("node", "--version").start().destroy();
      return "";
    } catch (IOException noNode) {
      return "node is not installed: " + noNode.getMessage();
    }
  }
}
