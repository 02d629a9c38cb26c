package dev.countersign.bridge.demo.card;

import dev.countersign.bridge.CardModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A token of SoftHSM2 in a folder of its own, for the demo and for tests only: what stands for a
 * card where there is none. Its PIN is in the environment of the tools that fill it.
 */
public final class SoftHsmToken {

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
          Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"));

  private static final String SECURITY_OFFICER_PIN = "12345678";
  private static final String PIN_VARIABLE = "COUNTERSIGN_DEMO_PIN";
  private static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Path library;
  private final String label;
  private final String pin;

  /** What its keys can be. */
  public enum Kind {
    P256("secp256r1"),
    P384("secp384r1"),
    RSA2048("RSA");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }

  /**
   * A key to be made.
   *
   * @param id CKA_ID of the key and its certificate, in hexadecimal digits
   * @param pinOnEveryUse CKA_ALWAYS_AUTHENTICATE
   */
  public record Key(String id, Kind kind, boolean pinOnEveryUse) {}

  private SoftHsmToken(Path folder, Path library, String label, String pin) {
    this.folder = folder;
    this.library = library;
    this.label = label;
    this.pin = pin;
  }

  /**
   * Makes a token without keys. Several tokens may share a folder: one module shows them all.
   *
   * @param folder private to the demo or test; who deletes it deletes the token
   * @param label at most 32 characters, another one for each token
   * @param pin at least 4 digits; not a secret
   * @throws SoftHsmUnavailableException when something is not installed
   */
  public static SoftHsmToken create(Path folder, String label, String pin)
      throws SoftHsmUnavailableException, IOException, InterruptedException {
    Path library =
        LIBRARIES.stream()
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(() ->
                new SoftHsmUnavailableException(
                    "A card in software needs SoftHSM2 (Debian package softhsm2)."));
    Files.createDirectories(folder.resolve("tokens"));
    Files.writeString(
        configuration(folder),
        "directories.tokendir = "
            + folder.resolve("tokens").toAbsolutePath()
            + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
    SoftHsmToken token = new SoftHsmToken(folder, library, label, pin);
    token.run(
        "softhsm2",
        List.of(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            label,
            "--pin",
            pin,
            "--so-pin",
            SECURITY_OFFICER_PIN));
    return token;
  }

  private static Path configuration(Path folder) {
    return folder.resolve("softhsm2.conf").toAbsolutePath();
  }

  /** The module, which finds its tokens in this folder only. */
  public CardModule module() {
    return new CardModule(
        "SoftHSM2", library, Map.of("SOFTHSM2_CONF", configuration(folder).toString()));
  }

  /** Draws a key, stores it, and returns its public half. */
  public PublicKey addKey(Key key)
      throws SoftHsmUnavailableException, IOException, InterruptedException {
    KeyPair pair = draw(key.kind());
    List<String> line = new ArrayList<>(List.of("--type", "privkey", "--id", key.id()));
    line.addAll(List.of("--usage-sign", "--sensitive"));
    if (key.pinOnEveryUse()) {
      line.add("--always-auth");
    }
    store(pair.getPrivate().getEncoded(), line);
    return pair.getPublic();
  }

  /**
   * Stores a certificate beside the key with the same id.
   *
   * @param certificate X.509 DER
   */
  public void addCertificate(String id, String name, byte[] certificate)
      throws SoftHsmUnavailableException, IOException, InterruptedException {
    store(certificate, List.of("--type", "cert", "--id", id, "--label", name));
  }

  /** Takes a certificate off the token; its key stays. */
  public void removeCertificate(String id)
      throws SoftHsmUnavailableException, IOException, InterruptedException {
    remove(id, "cert");
  }

  /** Takes a key and its certificate off the token. */
  public void removeKey(String id)
      throws SoftHsmUnavailableException, IOException, InterruptedException {
    remove(id, "cert");
    remove(id, "privkey");
  }

  private void remove(String id, String type)
      throws SoftHsmUnavailableException, IOException, InterruptedException {
    List<String> line = loggedIn();
    line.addAll(List.of("--delete-object", "--type", type, "--id", id));
    run("opensc", line);
  }

  private List<String> loggedIn() {
    List<String> line =
        new ArrayList<>(
            List.of("pkcs11-tool", "--module", library.toString(), "--token-label", label));
    line.addAll(List.of("--login", "--pin", "env:" + PIN_VARIABLE));
    return line;
  }

  private static KeyPair draw(Kind kind) {
    try {
      boolean rsa = kind == Kind.RSA2048;
      KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
      if (rsa) {
        generator.initialize(2048);
      } else {
        generator.initialize(new ECGenParameterSpec(kind.name));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void store(byte[] object, List<String> what)
      throws SoftHsmUnavailableException, IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "object", ".der");
    try {
      Files.write(file, object);
      List<String> line = loggedIn();
      line.addAll(List.of("--write-object", file.toString()));
      line.addAll(what);
      run("opensc", line);
    } finally {
      Files.delete(file);
    }
  }

  private void run(String debianPackage, List<String> line)
      throws SoftHsmUnavailableException, IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration(folder).toString());
    builder.environment().put(PIN_VARIABLE, pin);
    Path output = folder.resolve("output");
    builder.redirectOutput(output.toFile());
    Process process;
    try {
      process = builder.start();
    } catch (IOException notFound) {
      throw new SoftHsmUnavailableException(
          "A card in software needs the command "
              + line.getFirst()
              + " (Debian package "
              + debianPackage
              + ").");
    }
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(line.getFirst() + " did not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          line.getFirst() + " failed: " + Files.readString(output, StandardCharsets.UTF_8));
    }
  }
}
