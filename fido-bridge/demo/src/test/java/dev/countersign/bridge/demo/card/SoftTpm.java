package dev.countersign.bridge.demo.card;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.CardModule;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A TPM in software with a socket and a store in one folder, and tpm2-pkcs11 before it. */
final class SoftTpm implements AutoCloseable {

  private static final Path LIBRARY_NAME = Path.of("pkcs11", "libtpm2_pkcs11.so");
  private static final Pattern POINT = Pattern.compile("EC_POINT:\\s*044104([0-9a-f]{128})");
  private static final int COORDINATE_DIGITS = 64;
  private static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Path library;
  private final Process tpm;

  private SoftTpm(Path folder, Path library, Process tpm) {
    this.folder = folder;
    this.library = library;
    this.tpm = tpm;
  }

  /** Starts one, or skips the test where a package is missing. */
  static SoftTpm start(Path folder) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/swtpm")), "not run: swtpm is missing");
    List<Path> libraries =
        List.of("x86_64", "aarch64").stream()
            .map(machine -> Path.of("/usr/lib", machine + "-linux-gnu").resolve(LIBRARY_NAME))
            .filter(Files::isRegularFile)
            .toList();
    assumeTrue(!libraries.isEmpty(), "not run: the package libtpm2-pkcs11-1 is missing");
    Files.createDirectory(folder.resolve("state"));
    Files.createDirectory(folder.resolve("store"));
    Path socket = folder.resolve("tpm");
    Process tpm =
        new ProcessBuilder(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + folder.resolve("state"),
                "--server",
                "type=unixio,path=" + socket,
                "--ctrl",
                "type=unixio,path=" + socket + ".ctrl",
                "--flags",
                "not-need-init,startup-clear")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tpm.log").toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(socket)) {
      if (tpm.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IOException("swtpm ended: " + Files.readString(folder.resolve("tpm.log")));
      }
      if (System.nanoTime() > end) {
        tpm.destroyForcibly();
        throw new IOException("swtpm does not listen");
      }
    }
    return new SoftTpm(folder, libraries.getFirst(), tpm);
  }

  CardModule module() {
    return new CardModule(
        "tpm2-pkcs11",
        library,
        Map.of(
            "TPM2_PKCS11_TCTI",
            "swtpm:path=" + folder.resolve("tpm"),
            "TPM2_PKCS11_STORE",
            folder.resolve("store").toString()));
  }

  /** Makes the token, its PIN and a P-256 key with the id 01. */
  PublicKey initialise(String label, String pin) throws Exception {
    tool(pin, "--init-token", "--slot-index", "0", "--label", label, "--so-pin", "env:PIN");
    tool(
        pin,
        "--token-label",
        label,
        "--init-pin",
        "--login",
        "--login-type",
        "so",
        "--so-pin",
        "env:PIN",
        "--new-pin",
        "env:PIN");
    String made =
        tool(
            pin,
            "--token-label",
            label,
            "--login",
            "--pin",
            "env:PIN",
            "--keypairgen",
            "--key-type",
            "EC:prime256v1",
            "--id",
            "01");
    return p256(made);
  }

  void addCertificate(String label, String pin, byte[] der) throws Exception {
    Path file = Files.write(folder.resolve("certificate"), der);
    tool(
        pin,
        "--token-label",
        label,
        "--login",
        "--pin",
        "env:PIN",
        "--write-object",
        file.toString(),
        "--type",
        "cert",
        "--id",
        "01",
        "--label",
        "sign");
  }

  private static PublicKey p256(String made) throws Exception {
    Matcher point = POINT.matcher(made);
    if (!point.find()) {
      throw new IOException("no public key in: " + made);
    }
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    String digits = point.group(1);
    ECPoint w =
        new ECPoint(
            new BigInteger(digits.substring(0, COORDINATE_DIGITS), 16),
            new BigInteger(digits.substring(COORDINATE_DIGITS), 16));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(w, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private String tool(String pin, String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("pkcs11-tool", "--module", library.toString()));
    line.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(module().environment());
    builder.environment().put("PIN", pin);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("pkcs11-tool did not end");
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException(line + " failed: " + said);
    }
    return said;
  }

  @Override
  public void close() {
    tpm.destroy();
  }
}
