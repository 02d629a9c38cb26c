package dev.countersign.proof.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.JsonMutator;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.VerifierPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three verifiers that share no code get the same seeded mutations and must give the same verdict
 * and code. What they disagree about is decided from the specification, and becomes a vector.
 */
@Tag("soak")
class VerifierDifferentialIT {
  private static final boolean FULL = "full".equals(System.getProperty("countersign.soak"));
  private static final int CASES = FULL ? 100_000 : 2_000;
  private static final long SEED = 20_261_127;

  @TempDir private Path work;

  private final JsonMutator mutator = new JsonMutator(SEED);

  /** A case as the peers read it, and what we say. */
  private record Judged(String line, String ours) {}

  @Test
  @DisplayName("D2 three strict JSON parsers take and refuse the same mutated documents")
  void parsers() throws Exception {
    byte[] document = JsonWriter.compact(Fixture.requestPayload());
    List<Judged> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      byte[] mutant = mutator.mutate(document);
      cases.add(new Judged(line(Map.of("json", mutant)), parsed(mutant)));
    }
    List<String> python = answers(VerifierPeer.PYTHON, cases);
    // With what they parsed, which ours does not print.
    assertThat(answers(VerifierPeer.JAVASCRIPT, cases)).isEqualTo(python);
    compare("parsers", cases, python.stream().map(each -> each.replaceAll("^(parsed).*", "$1")));
  }

  @Test
  @DisplayName("D2 three verifiers agree on requests that a gateway signed over mutated bytes")
  void requests() throws Exception {
    List<Judged> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      cases.add(examine(Fixture.approval().requestBytes(mutator::mutate)));
    }
    compare("requests", cases);
  }

  @Test
  @DisplayName("S0.1 three verifiers agree on statements that were signed over mutated bytes")
  void statements() throws Exception {
    List<Judged> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      cases.add(examine(Fixture.approval().statementBytes(mutator::mutate)));
    }
    compare("statements", cases);
  }

  @Test
  @DisplayName("S0.1 three verifiers agree on every vector with the bytes of its inputs mutated")
  void vectors() throws Exception {
    List<VectorCase> vectors =
        VectorGenerator.cases().stream().filter(each -> size(each) < 64 * 1024).toList();
    List<Judged> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      Vector vector = vectors.get(mutator.below(vectors.size())).vector();
      cases.add(
          switch (vector.input()) {
            case Vector.Examine examine -> judged(mutated(examine));
            case Vector.Authorize authorize -> judged(mutated(authorize));
          });
    }
    compare("vectors", cases);
  }

  private static int size(VectorCase each) {
    return switch (each.vector().input()) {
      case Vector.Examine examine ->
          examine.trust().size() + examine.request().size() + examine.proof().size();
      case Vector.Authorize authorize -> authorize.proof().size() + authorize.logEvidence().size();
    };
  }

  private Vector.Examine mutated(Vector.Examine from) {
    return switch (mutator.below(3)) {
      case 0 ->
          new Vector.Examine(
              mutated(from.trust()), from.request(), from.parents(), from.proof(), from.at());
      case 1 ->
          new Vector.Examine(
              from.trust(), mutated(from.request()), from.parents(), from.proof(), from.at());
      default ->
          new Vector.Examine(
              from.trust(), from.request(), from.parents(), mutated(from.proof()), from.at());
    };
  }

  private Vector.Authorize mutated(Vector.Authorize from) {
    return mutator.below(2) == 0
        ? new Vector.Authorize(from.state(), mutated(from.proof()), from.logEvidence())
        : new Vector.Authorize(from.state(), from.proof(), mutated(from.logEvidence()));
  }

  private Bytes mutated(Bytes bytes) {
    return Bytes.of(mutator.mutate(bytes.toArray()));
  }

  private static Judged examine(Scenario scenario) {
    Scenario.Wire wire = scenario.build();
    return judged(
        new Vector.Examine(
            Bytes.of(Fixture.trust().bytes()),
            Bytes.of(wire.request().wire()),
            List.of(),
            Bytes.of(wire.proof().wire()),
            OptionalLong.of(Fixture.DECIDED_AT)));
  }

  private static Judged judged(Vector.Input input) {
    String ours = VectorRun.verdict(new Vector("a mutant", "-", "-", input));
    Map<String, byte[]> parts = new HashMap<>();
    return switch (input) {
      case Vector.Examine examine -> {
        parts.put("trust", examine.trust().toArray());
        parts.put("request", examine.request().toArray());
        parts.put("proof", examine.proof().toArray());
        String at =
            examine.at().isPresent() ? Long.toString(examine.at().getAsLong()) : "statement";
        yield new Judged(line("examine", at, parts, examine.parents()), ours);
      }
      case Vector.Authorize authorize -> {
        parts.put("state", StateWriter.write(authorize.state()).toArray());
        parts.put("proof", authorize.proof().toArray());
        parts.put("log_evidence", authorize.logEvidence().toArray());
        yield new Judged(line("authorize", "statement", parts, List.of()), ours);
      }
    };
  }

  private static String line(Map<String, byte[]> parts) {
    return JsonWriter.compactText(inputs(JsonObject.builder(), parts).build());
  }

  private static String line(
      String entry, String at, Map<String, byte[]> parts, List<Bytes> parents) {
    JsonObject.Builder json = JsonObject.builder().put("entry", entry).put("at", at);
    if (!parents.isEmpty()) {
      json.put(
          "parents",
          JsonArray.ofStrings(
              parents.stream()
                  .map(each -> Base64.getEncoder().encodeToString(each.toArray()))
                  .toList()));
    }
    return JsonWriter.compactText(inputs(json, parts).build());
  }

  private static JsonObject.Builder inputs(JsonObject.Builder json, Map<String, byte[]> parts) {
    parts.forEach((name, bytes) -> json.put(name, Base64.getEncoder().encodeToString(bytes)));
    return json;
  }

  private static String parsed(byte[] document) {
    try {
      StrictJson.parse(document);
      return "parsed";
    } catch (RefusedException refused) {
      return "refused " + refused.code().wire();
    }
  }

  private List<String> answers(VerifierPeer peer, List<Judged> cases) throws Exception {
    return peer.answers(cases.stream().map(Judged::line).toList(), work);
  }

  private void compare(String what, List<Judged> cases) throws Exception {
    List<String> python = answers(VerifierPeer.PYTHON, cases);
    compare(what + ", python", cases, python.stream());
    compare(what + ", javascript", cases, answers(VerifierPeer.JAVASCRIPT, cases).stream());
  }

  private static void compare(
      String what, List<Judged> cases, java.util.stream.Stream<String> answers) {
    List<String> theirs = answers.toList();
    assertThat(theirs).as(what).hasSameSizeAs(cases);
    List<String> disagreements = new ArrayList<>();
    int accepted = 0;
    for (int i = 0; i < cases.size(); i++) {
      Judged judged = cases.get(i);
      accepted += judged.ours().startsWith("refused") ? 0 : 1;
      if (!judged.ours().equals(theirs.get(i))) {
        disagreements.add(
            "ours " + judged.ours() + ", theirs " + theirs.get(i) + ": " + judged.line());
      }
    }
    System.out.printf(
        "%s: %d mutants, seed %d, %d accepted, %d disagreements%n",
        what, cases.size(), SEED, accepted, disagreements.size());
    assertThat(disagreements).as(what).isEmpty();
  }
}
