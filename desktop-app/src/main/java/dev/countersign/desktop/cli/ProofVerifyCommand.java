package dev.countersign.desktop.cli;

import dev.countersign.desktop.cli.InputFile.UnusableException;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;
import dev.countersign.proof.x509.Crl;
import dev.countersign.proof.x509.OcspResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code countersign proof verify}: judges an archived proof from a trust file. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Checks a proof against its request and a trust file; prints one line of JSON.",
    footer =
        "Exit: 0 the proof is valid and decides what was expected, 1 it does not, 2 unusable"
            + " input.")
final class ProofVerifyCommand implements Callable<Integer> {
  private static final int MAX_TRUST_BYTES = 16 * 1024 * 1024;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--trust", required = true, paramLabel = "FILE", description = "trust.json")
  private Path trust = Path.of("");

  @Option(
      names = "--request",
      required = true,
      paramLabel = "FILE",
      description = "the request's DSSE envelope")
  private Path request = Path.of("");

  @Option(
      names = "--parent",
      paramLabel = "FILE",
      description =
          "a parent of a chained request, the nearest first; what is left out is not checked")
  private List<Path> parents = List.of();

  @Option(names = "--proof", required = true, paramLabel = "FILE", description = "the proof")
  private Path proof = Path.of("");

  @Option(
      names = "--decision",
      paramLabel = "DECISION",
      description = "the decision that is expected: approve (default), deny or deny_and_revoke")
  private String decision = Decision.APPROVE.wire();

  @Option(
      names = "--at",
      paramLabel = "SECONDS",
      description = "judge at this Unix time instead of the proof's own")
  private @Nullable Long at;

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "a CRL (DER) for the certificates of cards, besides those of the trust file")
  private List<Path> crls = List.of();

  @Option(
      names = "--ocsp",
      paramLabel = "FILE",
      description = "an OCSP response (DER) for the certificates of cards")
  private List<Path> ocsp = List.of();

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    try {
      Decision expected = expectedDecision();
      TrustFile trusted = readTrust();
      byte[] requestBytes = InputFile.read(request, Envelope.MAX_BYTES);
      List<byte[]> parentBytes = new ArrayList<>();
      for (Path parent : parents) {
        parentBytes.add(InputFile.read(parent, Envelope.MAX_BYTES));
      }
      byte[] proofBytes = InputFile.read(proof, ApprovalProof.MAX_BYTES);
      OptionalLong time = at == null ? OptionalLong.empty() : OptionalLong.of(at);
      Examination result = Verifier.examine(trusted, requestBytes, parentBytes, proofBytes, time);
      JsonOutput.print(terminal.out(), json(result));
      return result instanceof Examination.Valid valid && valid.decision() == expected
          ? ExitCode.YES
          : ExitCode.NO;
    } catch (UnusableException unusable) {
      return terminal.unusable(String.valueOf(unusable.getMessage()));
    }
  }

  private Decision expectedDecision() throws UnusableException {
    for (Decision each : Decision.values()) {
      if (each.wire().equals(decision)) {
        return each;
      }
    }
    throw new UnusableException("--decision takes approve, deny or deny_and_revoke.");
  }

  private TrustFile readTrust() throws UnusableException {
    try {
      return withStatements(TrustFile.parse(InputFile.read(trust, MAX_TRUST_BYTES)));
    } catch (RefusedException malformed) {
      throw new UnusableException(trust + " is not a trust file: " + malformed.getMessage() + ".");
    }
  }

  /** Statements are signed by their authorities: where they come from does not matter. */
  private TrustFile withStatements(TrustFile file) throws UnusableException {
    List<Bytes> lists = new ArrayList<>();
    for (Path each : crls) {
      lists.add(Bytes.of(InputFile.read(each, Crl.MAX_BYTES)));
    }
    List<Bytes> responses = new ArrayList<>();
    for (Path each : ocsp) {
      responses.add(Bytes.of(InputFile.read(each, OcspResponse.MAX_BYTES)));
    }
    try {
      return file.with(file.x509().plus(lists, responses));
    } catch (RefusedException malformed) {
      throw new UnusableException(
          "A --crl or --ocsp file is not what it should be: " + malformed.getMessage() + ".");
    }
  }

  private static JsonObject json(Examination result) {
    return switch (result) {
      case Examination.Valid valid ->
          JsonObject.builder()
              .put("valid", true)
              .put("decision", valid.decision().wire())
              .put("checked", JsonArray.ofStrings(valid.checked()))
              .put("not_checked", JsonArray.ofStrings(valid.notChecked()))
              .build();
      case Examination.Invalid invalid ->
          JsonObject.builder()
              .put("valid", false)
              .put("refusal", invalid.refusal().wire())
              .put("sentence", invalid.sentence())
              .build();
    };
  }
}
