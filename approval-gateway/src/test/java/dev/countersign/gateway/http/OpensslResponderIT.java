package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.OcspRequest.Naming;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second opinion: certificates and answers that openssl made. */
@DisplayName("OCSP over HTTP against the responder of openssl")
class OpensslResponderIT {
  private static final long WAIT_SECONDS = 60;
  private static final Pattern LISTENS = Pattern.compile("ACCEPT .*:([0-9]+)\\b.*");
  private static final String EXTENSIONS =
      """
      [card]
      basicConstraints = critical,CA:FALSE
      keyUsage = critical,digitalSignature
      extendedKeyUsage = %s
      [responder]
      basicConstraints = critical,CA:FALSE
      keyUsage = critical,digitalSignature
      extendedKeyUsage = OCSPSigning
      noCheck = ignored
      """
          .formatted(TestCertificate.EKU);

  @TempDir private Path folder;

  @Test
  @DisplayName("S1.7 good, revoked and unknown, by GET and POST, by the authority and a delegate")
  void agrees() throws Exception {
    assumeTrue(isThere(), "openssl is not installed");
    authority();
    Files.writeString(folder.resolve("extensions.cnf"), EXTENSIONS);
    Certificate good = issued("good", "1001", "card");
    Certificate revoked = issued("revoked", "1002", "card");
    Certificate unknown = issued("unknown", "1003", "card");
    issued("responder", "8000", "responder");
    Files.writeString(
        folder.resolve("index.txt"),
        """
        V\t491231235959Z\t\t1001\tunknown\t/O=Example/CN=good
        R\t491231235959Z\t250101000000Z\t1002\tunknown\t/O=Example/CN=revoked
        """);
    answeredBy("responder", good, revoked, unknown);
    answeredBy("root", good, revoked, unknown);
  }

  private void answeredBy(String signer, Certificate good, Certificate revoked, Certificate unknown)
      throws Exception {
    // The port is any free one; who else would ask learns what any responder tells.
    Process responder =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "ocsp",
                    "-index",
                    "index.txt",
                    "-port",
                    "0",
                    "-CA",
                    "root.pem",
                    "-rsigner",
                    signer + ".pem",
                    "-rkey",
                    signer + ".key",
                    "-nmin",
                    "30"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      URI address = URI.create("http://127.0.0.1:" + port(responder));
      for (boolean nonce : new boolean[] {false, true}) {
        for (Naming naming : Naming.values()) {
          try (OcspClient client = client(address, naming, nonce)) {
            assertThat(verdict(client, good)).isEqualTo("good");
            assertThat(verdict(client, revoked)).isEqualTo("certificate_revoked");
            assertThat(verdict(client, unknown)).isEqualTo("revocation_unknown");
            assertThat(client.troubles()).isEmpty();
          }
        }
      }
    } finally {
      responder.destroyForcibly().waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private OcspClient client(URI address, Naming naming, boolean nonce) throws IOException {
    OcspResponder responder = new OcspResponder(address, certificate("root"), naming, nonce);
    return new OcspClient(
        new OcspClient.Settings(
            List.of(responder),
            Files.createTempDirectory(folder, "kept"),
            300,
            Freshness.live(3600)),
        Clock.systemUTC());
  }

  private String verdict(OcspClient source, Certificate card) throws IOException {
    CertificateTrust trust =
        new CertificateTrust(List.of(certificate("root")), Set.of(TestCertificate.EKU), Set.of());
    try {
      new CardRules(trust, source, Freshness.live(3600))
          .require(List.of(card), Clock.systemUTC().instant().getEpochSecond());
      return "good";
    } catch (RefusedException refused) {
      return refused.code().wire();
    }
  }

  private static int port(Process responder) throws IOException {
    // Not closed: the process goes on to write there, and ends with the test.
    BufferedReader out = responder.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher listens = LISTENS.matcher(line);
      if (listens.matches()) {
        return Integer.parseInt(listens.group(1));
      }
    }
    throw new IOException("openssl ocsp ended without listening");
  }

  private void authority() throws Exception {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        "root.key",
        "-out",
        "root.pem",
        "-days",
        "30",
        "-subj",
        "/O=Example/CN=Root",
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign");
  }

  private Certificate issued(String name, String serial, String extensions) throws Exception {
    openssl(
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr",
        "-subj",
        "/O=Example/CN=" + name);
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        "root.pem",
        "-CAkey",
        "root.key",
        "-set_serial",
        "0x" + serial,
        "-days",
        "30",
        "-out",
        name + ".pem",
        "-extfile",
        "extensions.cnf",
        "-extensions",
        extensions);
    return certificate(name);
  }

  private Certificate certificate(String name) throws IOException {
    String pem = Files.readString(folder.resolve(name + ".pem"));
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "");
    return TestCertificate.read(Bytes.of(Base64.getMimeDecoder().decode(base64)).toArray());
  }

  private void openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    File log = folder.resolve("openssl.log").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log.toPath())).isZero();
  }

  private static boolean isThere() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("openssl", "version").start();
      return process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
