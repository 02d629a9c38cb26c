package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.cli.Commands;
import dev.countersign.desktop.cli.Launchers;
import dev.countersign.desktop.enrollment.NewEnrolment;
import dev.countersign.desktop.enrollment.OwnTokens;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.DecisionStatement.App;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.testing.JavaPeer;
import dev.countersign.proof.testing.NpmPeer;
import dev.countersign.proof.testing.PeerCase;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** One real approval through the real window, and what anyone can do with its evidence. */
class HeadlessDemoIT {
  private static final App APP = new App("countersign-desk", "test");

  @TempDir static Path first;
  @TempDir static Path second;
  @TempDir Path work;

  private static String story = "";

  @BeforeAll
  static void runTwoDemos() throws Exception {
    Files.writeString(first.resolve("mine.txt"), "not the demo's");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      assertThat(new Demo(APP, print).run(HeldToken.KEY, Optional.of(first)))
          .as(printed.toString())
          .isTrue();
      assertThat(new Demo(APP, print).run(HeldToken.KEY, Optional.of(second)))
          .as(printed.toString())
          .isTrue();
    }
    story = printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("D8 S0.9 S0.3 the demo approves, redeems, and sees every second use refused")
  void tellsTheWholeStory() {
    assertThat(story)
        .contains("ok    the gateway accepted the proof and granted")
        .contains("ok    the executor redeemed the grant and got the signed request")
        .contains("ok    a second redemption was refused (already_redeemed)")
        .contains("ok    the replayed proof was refused (already_decided)")
        .contains("ok    shop-ci was denied")
        .contains("ok    hydra-svc withdrew its request")
        .contains("ok    r.lindqvist's request expired")
        .doesNotContain("FAILED");
  }

  @Test
  @DisplayName("D1 D2 the demo leaves its evidence and pictures, and other files alone")
  void leavesItsEvidence() {
    for (String name :
        List.of(
            "request.dsse.json",
            "proof.json",
            "receipt.json",
            "trust.json",
            "audit.db",
            "checkpoint.txt",
            "01-inbox.png",
            "02-review.png",
            "03-touch.png",
            "04-done.png",
            "05-history.png",
            "mine.txt")) {
      assertThat(first.resolve(name)).isNotEmptyFile();
    }
  }

  @Test
  @DisplayName("S0.1 S0.8 the archived proof verifies, and only as the approval that it is")
  void verifiesTheProof() {
    Ran approved = run(verify(first, first));
    assertThat(approved.exit()).isZero();
    assertThat(approved.out()).startsWith("{\"valid\":true,\"decision\":\"approve\",\"checked\":[");
    assertThat(run(verify(first, first, "--decision", "deny")).exit()).isEqualTo(1);
  }

  @Test
  @DisplayName("S0.5 S1.3 the trust file of another demo does not verify the proof")
  void refusesAnotherGatewaysTrust() {
    Ran ran = run(verify(second, first));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("\"valid\":false").contains("unknown_gateway_key");
  }

  @Test
  @DisplayName("S0.10 D3 two independent WebAuthn verifiers accept what the demo's key signed")
  void independentVerifiersAgree() throws Exception {
    TrustFile trust = TrustFile.parse(Files.readAllBytes(first.resolve("trust.json")));
    ApprovalProof proof = ApprovalProof.parse(Files.readAllBytes(first.resolve("proof.json")));
    Digest challenge = DecisionStatement.challenge(proof.statement().toArray());
    Credential.Fido2 token =
        (Credential.Fido2) trust.approvers().getFirst().tokens().getFirst().credential();
    Bytes cose = CoseKey.write(token.key());
    WebAuthnEvidence evidence = (WebAuthnEvidence) proof.evidence();
    PeerCase signed = new PeerCase(challenge, trust.audience(), cose, evidence);
    PeerCase other = new PeerCase(Digest.sha256(new byte[] {1}), trust.audience(), cose, evidence);
    assertThat(NpmPeer.verdicts(List.of(signed, other), work)).containsExactly(true, false);
    assertThat(JavaPeer.accepts(signed, token.credentialId())).isTrue();
    assertThat(JavaPeer.accepts(other, token.credentialId())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"request.dsse.json", "proof.json"})
  @DisplayName("S0.1 S1.11 no single byte of the evidence can be changed")
  void refusesEverySingleByteChange(String name) throws Exception {
    TrustFile trust = TrustFile.parse(Files.readAllBytes(first.resolve("trust.json")));
    byte[] request = Files.readAllBytes(first.resolve("request.dsse.json"));
    byte[] proof = Files.readAllBytes(first.resolve("proof.json"));
    byte[] changed = name.equals("proof.json") ? proof : request;
    for (int at = 0; at < changed.length; at++) {
      byte original = changed[at];
      for (int mask : new int[] {0x01, 0x02, 0x20, 0x80, 0xff}) {
        changed[at] = (byte) (original ^ mask);
        assertThat(Verifier.examine(trust, request, proof, OptionalLong.empty()))
            .as("byte %d of %s xor %x", at, name, mask)
            .isInstanceOf(Examination.Invalid.class);
      }
      changed[at] = original;
    }
  }

  @Test
  @DisplayName("unreadable input gets one sentence and exit 2")
  void saysWhatIsUnusable() throws Exception {
    Path junk = Files.writeString(work.resolve("junk"), "{}");
    Ran missing =
        run(
            List.of(
                "proof",
                "verify",
                "--trust",
                work + "/none",
                "--request",
                junk.toString(),
                "--proof",
                junk.toString()));
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("There is no file");
    Ran malformed =
        run(
            List.of(
                "proof",
                "verify",
                "--trust",
                junk.toString(),
                "--request",
                junk.toString(),
                "--proof",
                junk.toString()));
    assertThat(malformed.exit()).isEqualTo(2);
    assertThat(malformed.err()).contains("is not a trust file");
    assertThat(run(List.of("log", "verify", "--db", junk.toString())).exit()).isEqualTo(2);
    assertThat(run(List.of("proof")).exit()).isEqualTo(2);
  }

  @Test
  @DisplayName("D5 the log verifies against the witnessed checkpoint, and with the device's key")
  void verifiesTheLog() {
    assertThat(run(logVerify(first.resolve("audit.db"))).exit()).isZero();
    List<String> withTrust = new ArrayList<>(logVerify(first.resolve("audit.db")));
    withTrust.addAll(List.of("--trust", first.resolve("trust.json").toString()));
    Ran ran = run(withTrust);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).doesNotContain("device_signature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'salt', 'pepper') AS BLOB)"
            + " WHERE seq = 2",
        "UPDATE entry SET seq = 99 WHERE seq = 3; UPDATE entry SET seq = 3 WHERE seq = 4;"
            + " UPDATE entry SET seq = 4 WHERE seq = 99",
        "DELETE FROM entry WHERE seq = 3"
      })
  @DisplayName("D5 an edit with the sqlite3 tool is told with its first bad entry")
  void tellsEdits(String edit) throws Exception {
    Ran ran = run(logVerify(edited(edit)));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("\"first_bad_entry\":" + (edit.contains("= 2") ? 2 : 3));
  }

  @Test
  @DisplayName("D5 a consistent cut at the end is told by the witnessed checkpoint")
  void tellsACut() throws Exception {
    Path cut =
        edited(
            "DELETE FROM entry WHERE seq >= 4; DELETE FROM checkpoint WHERE size > 4;"
                + " DELETE FROM node WHERE (idx + 1) * (1 << level) > 4");
    assertThat(run(logVerify(cut)).exit()).isEqualTo(3);
  }

  /** A copy of the log without its guard rails, edited by the tool that anyone has. */
  private Path edited(String sql) throws Exception {
    Path copy = Files.copy(first.resolve("audit.db"), work.resolve("edited.db"));
    String triggers = sqlite(copy, "SELECT name FROM sqlite_master WHERE type = 'trigger'");
    for (String trigger : triggers.lines().toList()) {
      sqlite(copy, "DROP TRIGGER " + trigger);
    }
    sqlite(copy, sql);
    return copy;
  }

  private static String sqlite(Path file, String sql) throws Exception {
    Process process = new ProcessBuilder("sqlite3", file.toString(), sql).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(err).isZero();
    return out;
  }

  private static List<String> logVerify(Path database) {
    return List.of(
        "log",
        "verify",
        "--db",
        database.toString(),
        "--checkpoint",
        first.resolve("checkpoint.txt").toString());
  }

  static List<String> verify(Path trust, Path evidence, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "proof",
                "verify",
                "--trust",
                trust.resolve("trust.json").toString(),
                "--request",
                evidence.resolve("request.dsse.json").toString(),
                "--proof",
                evidence.resolve("proof.json").toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  record Ran(int exit, String out, String err) {}

  static Ran run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Commands.commandLine(new NoLaunchers(), "test");
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    int exit = commandLine.execute(arguments.toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  /** The commands under test start nothing. */
  private static final class NoLaunchers implements Launchers {
    @Override
    public OwnTokens ownTokens(TokenPort attached) {
      throw new AssertionError("no enrolment is looked at here");
    }

    @Override
    public CardWatcher cards() {
      throw new AssertionError("cards were listed");
    }

    @Override
    public Exporter exporter(TokenPort attached, Person person) {
      throw new AssertionError("nothing is exported here");
    }

    @Override
    public int desk() {
      throw new AssertionError("the window was opened");
    }

    @Override
    public NewEnrolment enrolment() {
      throw new AssertionError("an enrolment was started");
    }

    @Override
    public int demo(boolean headless, Optional<Path> out, HeldToken token) {
      throw new AssertionError("the demo was started");
    }

    @Override
    public TokenWatcher tokens() {
      throw new AssertionError("tokens were listed");
    }
  }
}
