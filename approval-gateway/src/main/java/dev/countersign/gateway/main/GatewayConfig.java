package dev.countersign.gateway.main;

import dev.countersign.gateway.http.CrlSource;
import dev.countersign.gateway.http.Listen;
import dev.countersign.proof.crypto.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
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
    return new Reader(file, toml).config();
  }

  static ConfigException error(Path file, @Nullable TomlPosition at, String what) {
    String where = at == null ? "" : ", line " + at.line();
    return new ConfigException(file + where + ": " + what);
  }

  private record Reader(Path file, TomlParseResult toml) {
    GatewayConfig config() throws ConfigException {
      return new GatewayConfig(
          text("issuer"),
          text("audience"),
          number("key.not_before"),
          number("key.not_after"),
          optionalText("listen.host").orElse("127.0.0.1"),
          port(),
          texts("listen.public_urls"),
          tls(),
          paths("attestation.roots"),
          trustedOnly(),
          models(),
          cards());
    }

    private Models models() throws ConfigException {
      Optional<Path> metadata = optionalText("attestation.metadata").map(this::path);
      List<Path> roots = paths("attestation.metadata_roots");
      if (metadata.isPresent() && roots.isEmpty()) {
        throw wrong("attestation.metadata_roots", "is needed to check attestation.metadata");
      }
      return new Models(
          modelIds("attestation.allowed_models"),
          modelIds("attestation.denied_models"),
          metadata,
          roots,
          optionalText("attestation.metadata_signer").orElse("mds.fidoalliance.org"));
    }

    private List<String> modelIds(String key) throws ConfigException {
      List<String> ids = texts(key);
      for (String id : ids) {
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
          throw wrong(key, "holds something else than lower-case AAGUIDs");
        }
      }
      return ids;
    }

    private CardConfig cards() throws ConfigException {
      long maxAge =
          toml.contains("x509.max_age_seconds")
              ? number("x509.max_age_seconds")
              : CardConfig.DEFAULT_MAX_AGE;
      if (maxAge < 1) {
        throw wrong("x509.max_age_seconds", "is not positive");
      }
      List<CrlSource> fetched = fetched();
      List<Path> crls = new ArrayList<>(paths("x509.crls"));
      fetched.forEach(source -> crls.add(source.file()));
      return new CardConfig(
          paths("x509.roots"),
          texts("x509.ekus"),
          texts("x509.policies"),
          texts("x509.pin_policies"),
          crls,
          paths("x509.ocsp"),
          fetched,
          maxAge);
    }

    private List<CrlSource> fetched() throws ConfigException {
      List<CrlSource> sources = new ArrayList<>();
      for (String text : texts("x509.crl_urls")) {
        URI address = webAddress(text);
        String name =
            Digest.sha256(text.getBytes(StandardCharsets.UTF_8))
                    .value()
                    .base64Url()
                    .substring(0, 22)
                + ".crl";
        sources.add(new CrlSource(address, path("crl").resolve(name)));
      }
      return sources;
    }

    private URI webAddress(String text) throws ConfigException {
      try {
        URI address = new URI(text);
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (web && address.getHost() != null && address.getUserInfo() == null) {
          return address;
        }
      } catch (URISyntaxException notOne) {
        // Told below, as any other that is none.
      }
      throw wrong("x509.crl_urls", "holds something else than http and https addresses");
    }

    private List<Path> paths(String key) throws ConfigException {
      return texts(key).stream().map(this::path).toList();
    }

    private Optional<Listen.Tls> tls() throws ConfigException {
      Optional<String> store = optionalText("tls.key_store");
      return store.isEmpty()
          ? Optional.empty()
          : Optional.of(new Listen.Tls(path(store.get()), path(text("tls.password_file"))));
    }

    private int port() throws ConfigException {
      long port = toml.contains("listen.port") ? number("listen.port") : DEFAULT_PORT;
      if (port < 0 || port > MAX_PORT) {
        throw wrong("listen.port", "is not a port");
      }
      return (int) port;
    }

    private boolean trustedOnly() throws ConfigException {
      if (!toml.contains("attestation.trusted_only")) {
        return true;
      }
      return toml.get("attestation.trusted_only") instanceof Boolean flag
          ? flag
          : fail("attestation.trusted_only", "is not true or false");
    }

    private Path path(String text) {
      return file.resolveSibling(text);
    }

    private String text(String key) throws ConfigException {
      Optional<String> text = optionalText(key);
      return text.isPresent() ? text.get() : fail(key, "is missing");
    }

    private Optional<String> optionalText(String key) throws ConfigException {
      if (!toml.contains(key)) {
        return Optional.empty();
      }
      return toml.get(key) instanceof String text
          ? Optional.of(text)
          : fail(key, "is not a string");
    }

    private long number(String key) throws ConfigException {
      return toml.get(key) instanceof Long number ? number : fail(key, "is not an integer");
    }

    private List<String> texts(String key) throws ConfigException {
      if (!toml.contains(key)) {
        return List.of();
      }
      TomlArray array = toml.get(key) instanceof TomlArray found ? found : fail(key, "is no list");
      List<String> texts = new ArrayList<>();
      for (Object item : array.toList()) {
        texts.add(item instanceof String text ? text : fail(key, "holds more than strings"));
      }
      return texts;
    }

    private ConfigException wrong(String key, String what) {
      return error(file, toml.contains(key) ? toml.inputPositionOf(key) : null, key + " " + what);
    }

    // Never returns; the type lets it stand where a value is expected.
    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T> T fail(String key, String what) throws ConfigException {
      throw wrong(key, what);
    }
  }
}
