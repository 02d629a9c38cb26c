package dev.countersign.desktop.cli;

import dev.countersign.desktop.cli.InputFile.UnusableException;
import dev.countersign.desktop.cli.PeerVerifier.MissingException;
import dev.countersign.desktop.cli.VectorFolder.Case;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.vectors.VectorRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code countersign vectors run}: every published vector through this verifier and through those
 * in other languages. Agreement is with what the vector expects, verdict and refusal code.
 */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs the published test vectors through the verifiers in Java, Python and JavaScript;"
            + " prints one line for each language.",
    footer =
        "Exit: 0 all agree, 1 a verifier disagrees, 2 unusable input, 5 an interpreter is missing.")
final class VectorsRunCommand implements Callable<Integer> {
  private static final String JAVA = "java";

  /** Set by {@code ./dev}: the folder that holds the vectors' and the verifiers' source. */
  private static final String SOURCE = "countersign.source";

  private final List<PeerVerifier> peers;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--vectors",
      paramLabel = "DIR",
      description = "the vectors; by default those of the source tree")
  private @Nullable Path vectors;

  @Option(
      names = "--verifiers",
      paramLabel = "DIR",
      description = "the verifiers; by default docs/verifiers of the source tree")
  private @Nullable Path verifiers;

  @Option(
      names = "--language",
      paramLabel = "LANG",
      description = "only this language: java, python or javascript; may be repeated")
  private List<String> languages = List.of();

  @Option(names = "--json", description = "one line of JSON for each language")
  private boolean json;

  VectorsRunCommand(List<PeerVerifier> peers) {
    this.peers = peers;
  }

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    try {
      return run(terminal);
    } catch (UnusableException unusable) {
      return terminal.unusable(String.valueOf(unusable.getMessage()));
    } catch (MissingException missing) {
      terminal.unusable(String.valueOf(missing.getMessage()));
      return ExitCode.ENVIRONMENT_MISSING;
    }
  }

  private int run(Terminal terminal) throws UnusableException, MissingException {
    requireKnownLanguages();
    Path folder = folder(vectors, "--vectors", "session-proof/src/test/resources/vectors");
    List<Case> cases = VectorFolder.read(folder);
    boolean agreed = true;
    if (isWanted(JAVA)) {
      Map<String, String> verdicts = new LinkedHashMap<>();
      cases.forEach(each -> verdicts.put(each.name(), VectorRun.verdict(each.vector())));
      agreed = report(terminal, JAVA, cases, verdicts);
    }
    for (PeerVerifier peer : peers) {
      if (isWanted(peer.language())) {
        Path scripts = folder(verifiers, "--verifiers", "docs/verifiers");
        agreed &=
            report(terminal, peer.language(), cases, peer.verdicts(scripts, folder, terminal));
      }
    }
    return agreed ? ExitCode.YES : ExitCode.NO;
  }

  private void requireKnownLanguages() throws UnusableException {
    List<String> known = new ArrayList<>(List.of(JAVA));
    peers.forEach(peer -> known.add(peer.language()));
    if (!known.containsAll(languages)) {
      throw new UnusableException("--language takes one of " + String.join(", ", known) + ".");
    }
  }

  private boolean isWanted(String language) {
    return languages.isEmpty() || languages.contains(language);
  }

  private static Path folder(@Nullable Path given, String option, String inSource)
      throws UnusableException {
    if (given != null) {
      return given;
    }
    return Optional.ofNullable(System.getProperty(SOURCE))
        .map(source -> Path.of(source, inSource))
        .orElseThrow(
            () -> new UnusableException("Outside of the source tree, " + option + " is needed."));
  }

  /** Prints what a language answered; whether it was what every vector expects. */
  private boolean report(
      Terminal terminal, String language, List<Case> cases, Map<String, String> verdicts) {
    List<Disagreement> disagreements = new ArrayList<>();
    for (Case each : cases) {
      String got = verdicts.getOrDefault(each.name(), "no answer");
      if (!got.equals(each.vector().expect())) {
        disagreements.add(new Disagreement(each.name(), each.vector().expect(), got));
      }
    }
    if (json) {
      JsonOutput.print(terminal.out(), json(language, cases.size(), disagreements));
    } else {
      text(terminal, language, cases.size(), disagreements);
    }
    return disagreements.isEmpty();
  }

  private record Disagreement(String vector, String expected, String got) {
    JsonObject json() {
      return JsonObject.builder()
          .put("vector", vector)
          .put("expected", expected)
          .put("got", got)
          .build();
    }
  }

  private static void text(
      Terminal terminal, String language, int vectors, List<Disagreement> disagreements) {
    int disagreed = disagreements.size();
    terminal
        .out()
        .println(
            "%s vectors=%d agreed=%d disagreed=%d"
                .formatted(language, vectors, vectors - disagreed, disagreed));
    for (Disagreement each : disagreements) {
      terminal
          .out()
          .println("  " + each.vector() + ": expected " + each.expected() + ", got " + each.got());
    }
    terminal.out().flush();
  }

  private static JsonObject json(String language, int vectors, List<Disagreement> disagreements) {
    int disagreed = disagreements.size();
    return JsonObject.builder()
        .put("language", language)
        .put("vectors", vectors)
        .put("agreed", vectors - disagreed)
        .put("disagreed", disagreed)
        .put(
            "disagreements",
            new JsonArray(disagreements.stream().<JsonValue>map(Disagreement::json).toList()))
        .build();
  }
}
