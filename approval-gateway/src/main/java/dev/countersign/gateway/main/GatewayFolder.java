package dev.countersign.gateway.main;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.DemoKey;
import dev.countersign.gateway.enrollment.MetadataBlob;
import dev.countersign.gateway.enrollment.MetadataException;
import dev.countersign.gateway.enrollment.ModelPolicy;
import dev.countersign.gateway.http.Listen;
import dev.countersign.proof.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The data directory of a gateway: configuration, keys and ledger. */
public final class GatewayFolder {
  private static final Duration KEY_LIFE = Duration.ofDays(5L * 365);

  private final Path folder;

  public GatewayFolder(Path folder) {
    this.folder = folder;
  }

  /** The ledger's file. */
  public Path ledger() {
    return folder.resolve("ledger.db");
  }

  /** Locked by the gateway that serves this directory. */
  Path serveLock() {
    return folder.resolve("serve.lock");
  }

  /** Whether a gateway was made here. */
  public boolean exists() {
    return Files.exists(configFile());
  }

  /** Makes keys and configuration; the directory is then only its owner's (mode 0700). */
  public void create(String issuer, String audience, Instant now, SecureRandom random)
      throws IOException {
    requireIdentifier("issuer", issuer);
    requireIdentifier("audience", audience);
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    KeyFile.create(signingKey(), random);
    KeyFile.create(witnessKey(), random);
    long start = now.getEpochSecond();
    String config =
        """
        # The gateway's identity. Who changes it makes another gateway.
        issuer = "%s"
        audience = "%s"

        [key]
        not_before = %d
        not_after = %d

        [listen]
        host = "127.0.0.1"
        port = 8470

        [attestation]
        roots = []
        trusted_only = true
        """
            .formatted(issuer, audience, start, start + KEY_LIFE.toSeconds());
    // Last, because it is what makes the directory a gateway's.
    Files.writeString(configFile(), config, StandardOpenOption.CREATE_NEW);
  }

  /** The configuration. */
  GatewayConfig read() throws IOException {
    return GatewayConfig.read(configFile());
  }

  /** Who the gateway is. */
  public GatewayIdentity identity() throws IOException {
    GatewayConfig config = read();
    return new GatewayIdentity(
        config.issuer(),
        config.audience(),
        KeyFile.read(signingKey()),
        config.keyNotBefore(),
        config.keyNotAfter(),
        "witness." + config.issuer(),
        KeyFile.read(witnessKey()));
  }

  /**
   * Which tokens it enrols.
   *
   * @throws RefusedException {@code demo_key_refused} if a real gateway is told to trust the demo
   */
  AttestationTrust trust(GatewayConfig config, boolean demo) throws IOException, RefusedException {
    List<X509Certificate> roots = new ArrayList<>();
    for (Path file : config.attestationRoots()) {
      roots.add(certificate(file));
    }
    return demo
        ? AttestationTrust.demo(roots, DemoKey.AAGUID)
        : AttestationTrust.real(roots, config.trustedOnly(), models(config.models()));
  }

  private ModelPolicy models(GatewayConfig.Models models) throws IOException {
    List<X509Certificate> roots = new ArrayList<>();
    for (Path file : models.metadataRoots()) {
      roots.add(certificate(file));
    }
    Optional<MetadataBlob> metadata = Optional.empty();
    if (models.metadata().isPresent()) {
      Path file = models.metadata().get();
      try {
        MetadataBlob blob =
            MetadataBlob.read(
                Files.readAllBytes(file), roots, models.metadataSigner(), Instant.now());
        new MetadataNumber(folder.resolve("metadata-number")).requireNotOlder(blob.number());
        metadata = Optional.of(blob);
      } catch (MetadataException untrusted) {
        throw new IOException(file + ": " + untrusted.getMessage(), untrusted);
      }
    }
    return new ModelPolicy(Set.copyOf(models.allowed()), Set.copyOf(models.denied()), metadata);
  }

  /** Where it listens. */
  static Listen listen(GatewayConfig config, int port) {
    return new Listen(config.host(), port, config.tls(), config.publicUrls());
  }

  private static X509Certificate certificate(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException notACertificate) {
      throw new IOException(file + " is not an X.509 certificate", notACertificate);
    }
  }

  private static void requireIdentifier(String what, String text) throws ConfigException {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,252}")) {
      throw new ConfigException(what + " is not a name of letters, digits, dots and hyphens");
    }
  }

  private Path configFile() {
    return folder.resolve("gateway.toml");
  }

  private Path signingKey() {
    return folder.resolve("signing-key.pk8");
  }

  private Path witnessKey() {
    return folder.resolve("witness-key.pk8");
  }
}
