package dev.countersign.gateway.main;

import dev.countersign.gateway.http.Listen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * The file {@code gateway.toml}. An unknown key is an error, so that a misspelt one cannot leave a
 * default in place unnoticed. Times are Unix seconds; paths are relative to the file.
 */
record GatewayConfig(
    String issuer,
    String audience,
    long keyNotBefore,
    long keyNotAfter,
    String host,
    int port,
    List<String> publicUrls,
    Optional<Listen.Tls> tls,
    List<Path> attestationRoots,
    boolean trustedOnly,
    Models models,
    CardConfig cards) {

  /**
   * Which models of tokens are taken.
   *
   * @param metadata a FIDO metadata BLOB, version 3
   * @param metadataSigner the DNS name in the certificate that signed it
   */
  record Models(
      List<String> allowed,
      List<String> denied,
      Optional<Path> metadata,
      List<Path> metadataRoots,
      String metadataSigner) {}

  static final int MAX_PORT = 65535;
  private static final int DEFAULT_PORT = 8470;
  private static final Set<String> KNOWN =
      Set.of(
          "issuer",
          "audience",
          "key.not_before",
          "key.not_after",
          "listen.host",
          "listen.port",
          "listen.public_urls",
          "tls.key_store",
          "tls.password_file",
          "attestation.roots",
          "attestation.trusted_only",
          "attestation.allowed_models",
          "attestation.denied_models",
          "attestation.metadata",
          "attestation.metadata_roots",
          "attestation.metadata_signer",
          "x509.roots",
          "x509.ekus",
          "x509.policies",
          "x509.pin_policies",
          "x509.crls",
          "x509.crl_urls",
          "x509.ocsp",
          "x509.ocsp_responders",
          "x509.ocsp_keep_seconds",
          "x509.possession_types",
          "x509.max_age_seconds");

  /** Reads a file. */
  static GatewayConfig read(Path file) throws IOException {
    TomlParseResult toml = Toml.parse(Files.readString(file));
    if (toml.hasErrors()) {
      var first = toml.errors().getFirst();
      throw error(file, first.position(), String.valueOf(first.getMessage()));
    }
    for (String key : new TreeSet<>(toml.dottedKeySet())) {
      if (!KNOWN.contains(key)) {
        throw error(file, toml.inputPositionOf(key), "unknown key " + key);
      }
    }
    return new Reader(new ConfigReader(file, toml)).config();
  }

  static ConfigException error(Path file, @Nullable TomlPosition at, String what) {
    return ConfigReader.error(file, at, what);
  }

  private record Reader(ConfigReader in) {
    GatewayConfig config() throws ConfigException {
      return new GatewayConfig(
          in.text("issuer"),
          in.text("audience"),
          in.number("key.not_before"),
          in.number("key.not_after"),
          in.optionalText("listen.host").orElse("127.0.0.1"),
          port(),
          in.texts("listen.public_urls"),
          tls(),
          in.paths("attestation.roots"),
          in.flag("attestation.trusted_only", true),
          models(),
          CardConfig.read(in));
    }

    private Models models() throws ConfigException {
      Optional<Path> metadata = in.optionalText("attestation.metadata").map(in::path);
      List<Path> roots = in.paths("attestation.metadata_roots");
      if (metadata.isPresent() && roots.isEmpty()) {
        throw in.wrong("attestation.metadata_roots", "is needed to check attestation.metadata");
      }
      return new Models(
          modelIds("attestation.allowed_models"),
          modelIds("attestation.denied_models"),
          metadata,
          roots,
          in.optionalText("attestation.metadata_signer").orElse("mds.fidoalliance.org"));
    }

    private List<String> modelIds(String key) throws ConfigException {
      List<String> ids = in.texts(key);
      for (String id : ids) {
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
          throw in.wrong(key, "holds something else than lower-case AAGUIDs");
        }
      }
      return ids;
    }

    private Optional<Listen.Tls> tls() throws ConfigException {
      Optional<String> store = in.optionalText("tls.key_store");
      return store.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Listen.Tls(in.path(store.get()), in.path(in.text("tls.password_file"))));
    }

    private int port() throws ConfigException {
      long port = in.toml().contains("listen.port") ? in.number("listen.port") : DEFAULT_PORT;
      if (port < 0 || port > MAX_PORT) {
        throw in.wrong("listen.port", "is not a port");
      }
      return (int) port;
    }
  }
}
