package dev.countersign.bridge.demo.piv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.demo.card.DemoCardAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The virtual PIV card driven by an independent client, OpenSC's own tools, through the system's
 * pcscd in a namespace of its own: what our tests lean on is itself checked.
 */
@DisplayName("OpenSC's tools and the virtual PIV card")
class OpenScPeerIT {

  private static final long PATIENCE_SECONDS = 60;
  private static final String MODULE = "opensc-pkcs11.so";

  private static PrivateReader reader;

  @TempDir private Path folder;

  /** How a tool ended. */
  private record Ended(int code, String output) {}

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/pkcs11-tool")),
        "not run: the package opensc is missing");
    try {
      reader = PrivateReader.start();
    } catch (ReaderUnavailableException unavailable) {
      assumeTrue(false, "not run: " + unavailable.getMessage());
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }

  private Ended run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(reader.environment());
    // Chosen with -Dit.test, this runs with the mocked kernel too, whose preloaded read() and
    // OpenSC's GLib can wait for each other.
    builder.environment().remove("LD_PRELOAD");
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          "did not end: " + List.of(command) + " after " + Files.readString(output));
    }
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private Ended tool(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("pkcs11-tool", "--module", MODULE));
    line.addAll(List.of(arguments));
    return run(line.toArray(String[]::new));
  }

  @Test
  @DisplayName("see the card, its certificates and keys, and that 9C asks for its PIN on every use")
  void list() throws Exception {
    reader.insert(VirtualCard.card(PivKey.Kind.P256));

    assertThat(run("opensc-tool", "-n").output()).contains("Personal Identity Verification Card");
    Ended objects = tool("--login", "--pin", VirtualCard.PIN, "-O");

    assertThat(objects.code()).as(objects.output()).isZero();
    assertThat(objects.output())
        .contains("Certificate for PIV Authentication", "Certificate for Digital Signature")
        .contains("CN=Alex Morgan")
        .contains("Private Key Object; EC");
    String nine = objects.output().substring(objects.output().indexOf("label:      SIGN key"));
    assertThat(nine).contains("always authenticate");
  }

  @ParameterizedTest
  @EnumSource(PivKey.Kind.class)
  @DisplayName("sign with 9A and 9C, and the signatures verify")
  void sign(PivKey.Kind kind) throws Exception {
    Map<PivSlot, VirtualPivCard.Credential> keys =
        VirtualPivCard.issue(DemoCardAuthority.create(Clock.systemUTC()), "Alex Morgan", kind);
    reader.insert(VirtualPivCard.of(VirtualCard.PIN, keys));
    byte[] message = "approve".getBytes(StandardCharsets.UTF_8);

    assertThat(verifies(kind, keys.get(PivSlot.AUTHENTICATION), "01", message)).isTrue();
    assertThat(verifies(kind, keys.get(PivSlot.SIGNATURE), "02", message)).isTrue();
  }

  private boolean verifies(
      PivKey.Kind kind, VirtualPivCard.Credential credential, String id, byte[] message)
      throws Exception {
    String hash = kind == PivKey.Kind.P384 ? "SHA-384" : "SHA-256";
    Files.write(folder.resolve("hash"), MessageDigest.getInstance(hash).digest(message));
    List<String> line =
        new ArrayList<>(List.of("--login", "--pin", VirtualCard.PIN, "-s", "--id", id));
    line.addAll(List.of("-i", "hash", "-o", "signature", "-m"));
    if (kind == PivKey.Kind.RSA2048) {
      line.addAll(
          List.of(
              "RSA-PKCS-PSS",
              "--hash-algorithm",
              "SHA256",
              "--mgf",
              "MGF1-SHA256",
              "--salt-len",
              "32"));
    } else {
      line.add("ECDSA");
    }
    Ended ended = tool(line.toArray(String[]::new));
    assertThat(ended.code()).as(ended.output()).isZero();
    return verify(
        kind,
        credential.key().publicKey(),
        message,
        Files.readAllBytes(folder.resolve("signature")));
  }

  private static boolean verify(PivKey.Kind kind, PublicKey key, byte[] message, byte[] signature)
      throws Exception {
    Signature verifier =
        Signature.getInstance(
            switch (kind) {
              case P256 -> "SHA256withECDSAinP1363Format";
              case P384 -> "SHA384withECDSAinP1363Format";
              case RSA2048 -> "RSASSA-PSS";
            });
    if (kind == PivKey.Kind.RSA2048) {
      verifier.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  @Test
  @DisplayName("are told a wrong PIN, the last try and the lock-out")
  void lockOut() throws Exception {
    VirtualPivCard card = VirtualCard.card(PivKey.Kind.P256);
    reader.insert(card);

    assertThat(wrongPin()).contains("CKR_PIN_INCORRECT");
    assertThat(card.pinTriesLeft()).isEqualTo(2);
    assertThat(wrongPin()).contains("CKR_PIN_INCORRECT");
    assertThat(tool("-L").output()).contains("final user PIN try");
    assertThat(wrongPin()).contains("CKR_PIN");
    assertThat(tool("-L").output()).contains("user PIN locked");
    assertThat(tool("--login", "--pin", VirtualCard.PIN, "-O").output()).contains("CKR_PIN_LOCKED");
  }

  private String wrongPin() throws IOException, InterruptedException {
    return tool("--login", "--pin", "654321", "-O").output();
  }

  @Test
  @DisplayName("get an error, and no signature, from a card that is pulled out while it signs")
  void pulled() throws Exception {
    VirtualPivCard card = VirtualCard.card(PivKey.Kind.P256);
    card.fault(PivFault.PULLED_AT_SIGNING);
    reader.insert(card);
    Files.write(folder.resolve("hash"), new byte[32]);

    Ended ended =
        tool(
            "--login",
            "--pin",
            VirtualCard.PIN,
            "-s",
            "-m",
            "ECDSA",
            "--id",
            "02",
            "-i",
            "hash",
            "-o",
            "signature");

    assertThat(ended.code()).isNotZero();
    assertThat(card.signaturesAsked()).isEqualTo(1);
    card.fault(PivFault.NONE);
    reader.insert(card);
    assertThat(tool("-L").output()).contains("Alex Morgan");
  }

  @Test
  @DisplayName("see an empty reader after removal, and another card after a swap")
  void swap() throws Exception {
    reader.insert(VirtualCard.card(PivKey.Kind.P256));
    String first = tool("-L").output();
    reader.insert(VirtualCard.card(PivKey.Kind.P384));
    String second = tool("-L").output();

    assertThat(first).contains("serial num");
    assertThat(second).contains("serial num").isNotEqualTo(first);
  }
}
