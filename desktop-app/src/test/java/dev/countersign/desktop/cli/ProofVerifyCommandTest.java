package dev.countersign.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.TrustFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A card's proof from the published vectors, with statements that are given as files. */
@DisplayName("The command countersign proof verify with --crl and --ocsp")
class ProofVerifyCommandTest {
  /** A card's good proof; its trust file is replaced by one without any statement. */
  private static final String PROOF = "x509-es256";

  private static final String WITHOUT = "x509-no-statement";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("S0.5 without a statement about its card a proof is not valid")
  void without() throws Exception {
    assertThat(verify()).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("\"refusal\":\"revocation_unknown\"");
  }

  @Test
  @DisplayName("a fresh CRL of each authority in a file makes it valid")
  void accepted() throws Exception {
    assertThat(verify(crls(PROOF))).isEqualTo(ExitCode.YES);
    assertThat(out.toString()).startsWith("{\"valid\":true,\"decision\":\"approve\",");
  }

  @Test
  @DisplayName("an OCSP response stands in for a CRL")
  void acceptedByResponse() throws Exception {
    assertThat(verify(crls("x509-ocsp"))).isEqualTo(ExitCode.NO);
    assertThat(verify(crls("x509-ocsp"), ocsp("x509-ocsp"))).isEqualTo(ExitCode.YES);
    assertThat(verify(crls("x509-ocsp"), ocsp("x509-ocsp-delegate"))).isEqualTo(ExitCode.YES);
  }

  @Test
  @DisplayName("S0.5 S1.7 a card that a CRL or a response in a file calls revoked is refused")
  void revoked() throws Exception {
    assertThat(verify(crls("x509-revoked"))).isEqualTo(ExitCode.NO);
    assertThat(verify(crls(PROOF), ocsp("x509-ocsp-revoked"))).isEqualTo(ExitCode.NO);
    assertThat(verify(crls(PROOF), crls("x509-authority-revoked"))).isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.contains("\"refusal\":\"certificate_revoked\""));
  }

  @Test
  @DisplayName("S1.11 a statement that does not count is not enough, and the sentence says why")
  void notCounting() throws Exception {
    unknown("the CRL is stale", crls("x509-crl-stale"));
    unknown("the CRL is not signed by the authority it names", crls("x509-crl-signature"));
    unknown("revocation_unknown", crls("x509-no-leaf-statement"));
    unknown("revocation_unknown", crls("x509-no-authority-statement"));
    unknown("does not know the certificate", crls(WITHOUT, "x509-ocsp-unknown"));
    unknown("is signed neither by", crls(WITHOUT, "x509-ocsp-foreign"));
  }

  private void unknown(String why, List<String> statements) throws Exception {
    out.getBuffer().setLength(0);
    assertThat(verify(statements)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("\"refusal\":\"revocation_unknown\"").contains(why);
  }

  @Test
  @DisplayName("at a later time than the statements are fresh, they are stale")
  void at() throws Exception {
    List<String> late = new ArrayList<>(crls(PROOF));
    late.addAll(List.of("--at", "1795172500"));
    assertThat(verify(late)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("\"valid\":false");
  }

  @Test
  @DisplayName("a file that is missing, a folder, or something else ends with 2 and a sentence")
  void unusable() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage"), "<html>");
    for (String option : List.of("--crl", "--ocsp")) {
      for (Path file : List.of(folder.resolve("none"), folder, garbage)) {
        assertThat(verify(List.of(option, file.toString()))).isEqualTo(ExitCode.UNUSABLE);
      }
    }
    Path crl = Path.of(crls(PROOF).get(1));
    assertThat(verify(List.of("--ocsp", crl.toString()))).isEqualTo(ExitCode.UNUSABLE);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("There is no file " + folder.resolve("none"))
        .contains(folder + " is a folder, not a file.")
        .contains("A --crl or --ocsp file is not what it should be");
  }

  @SafeVarargs
  private int verify(List<String>... statements) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--trust", input(WITHOUT, "trust")));
    arguments.addAll(List.of("--request", input(PROOF, "request")));
    arguments.addAll(List.of("--proof", input(PROOF, "proof")));
    List.of(statements).forEach(arguments::addAll);
    return new CommandLine(new ProofVerifyCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  /** The statements of a vector's trust file, as options that name files. */
  private List<String> crls(String vector) throws Exception {
    return options("--crl", vector, trust -> trust.x509().crls());
  }

  /** The CRLs of the last vector, and its OCSP responses. */
  private List<String> crls(String first, String second) throws Exception {
    List<String> options = new ArrayList<>(crls(first));
    options.addAll(crls(second));
    options.addAll(ocsp(second));
    return options;
  }

  private List<String> ocsp(String vector) throws Exception {
    return options("--ocsp", vector, trust -> trust.x509().ocsp());
  }

  private List<String> options(
      String option, String vector, Function<TrustFile, List<Bytes>> statements)
      throws IOException, RefusedException {
    TrustFile trust = TrustFile.parse(Files.readAllBytes(Path.of(input(vector, "trust"))));
    List<String> options = new ArrayList<>();
    for (Bytes der : statements.apply(trust)) {
      Path file = Files.createTempFile(folder, vector, ".der");
      options.addAll(List.of(option, Files.write(file, der.toArray()).toString()));
    }
    return options;
  }

  private static String input(String vector, String key) throws IOException {
    Path vectors = Path.of(PublishedVectors.folder());
    return Files.readString(vectors.resolve(vector + ".vector"))
        .lines()
        .filter(line -> line.startsWith(key + ": "))
        .map(line -> vectors.resolve(line.substring(key.length() + 2)).toString())
        .findFirst()
        .orElseThrow();
  }
}
