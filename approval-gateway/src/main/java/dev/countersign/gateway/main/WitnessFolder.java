package dev.countersign.gateway.main;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.http.Listen;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * The directory of a witness: a gateway's own, or one of a witness that stands alone ({@code
 * witness.toml}, {@code witness-key.pk8}). The logs it witnesses are in {@value #LOGS}.
 */
record WitnessFolder(Path path) {
  static final String LOGS = "witness.db";
  private static final int DEFAULT_PORT = 8471;
  private static final Set<String> KNOWN =
      Set.of("name", "listen.host", "listen.port", "tls.key_store", "tls.password_file");

  /** Makes a witness that stands alone; the directory is then only its owner's (mode 0700). */
  void create(String name, SecureRandom random) throws IOException {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9./_-]{0,252}")) {
      throw new ConfigException("the name is not made of letters, digits, dots, hyphens, slashes");
    }
    if (isGateway() || Files.exists(configFile())) {
      throw new ConfigException("there is a witness in " + path + " already");
    }
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    KeyFile.create(keyFile(), random);
    String config =
        """
        # Who changes the name or the key makes another witness.
        name = "%s"

        [listen]
        host = "127.0.0.1"
        port = %d
        """
            .formatted(name, DEFAULT_PORT);
    Files.writeString(configFile(), config, StandardOpenOption.CREATE_NEW);
  }

  /** Whether it is a gateway's directory. */
  boolean isGateway() {
    return new GatewayFolder(path).exists();
  }

  /** Its name and key. */
  record Identity(String name, Ed25519SigningKey key) {}

  Identity identity() throws IOException {
    if (isGateway()) {
      GatewayIdentity gateway = new GatewayFolder(path).identity();
      return new Identity(gateway.witnessName(), gateway.witnessKey());
    }
    return new Identity(text(config(), "name").orElse(""), KeyFile.read(keyFile()));
  }

  /** Where a witness that stands alone listens. */
  Listen listen(Optional<Integer> port) throws IOException {
    TomlParseResult config = config();
    Optional<Listen.Tls> tls = Optional.empty();
    Optional<String> store = text(config, "tls.key_store");
    if (store.isPresent()) {
      String password =
          text(config, "tls.password_file")
              .orElseThrow(() -> wrong(config, "tls.key_store", "needs tls.password_file"));
      tls = Optional.of(new Listen.Tls(path.resolve(store.get()), path.resolve(password)));
    }
    long configured = DEFAULT_PORT;
    if (config.contains("listen.port")) {
      configured = config.get("listen.port") instanceof Long number ? number : -1;
    }
    long chosen = port.isPresent() ? port.get() : configured;
    if (chosen < 0 || chosen > GatewayConfig.MAX_PORT) {
      throw wrong(config, "listen.port", "is not a port");
    }
    String host = text(config, "listen.host").orElse("127.0.0.1");
    return new Listen(host, (int) chosen, tls, java.util.List.of());
  }

  Path logs() {
    return path.resolve(LOGS);
  }

  Path serveLock() {
    return path.resolve("serve.lock");
  }

  private TomlParseResult config() throws IOException {
    if (!Files.exists(configFile())) {
      throw new ConfigException("no witness in " + path + "; make one with witness init");
    }
    TomlParseResult toml = Toml.parse(Files.readString(configFile()));
    if (toml.hasErrors()) {
      var first = toml.errors().getFirst();
      throw GatewayConfig.error(configFile(), first.position(), String.valueOf(first.getMessage()));
    }
    for (String key : new TreeSet<>(toml.dottedKeySet())) {
      if (!KNOWN.contains(key)) {
        throw GatewayConfig.error(configFile(), toml.inputPositionOf(key), "unknown key " + key);
      }
    }
    return toml;
  }

  private Optional<String> text(TomlParseResult config, String key) throws ConfigException {
    if (!config.contains(key)) {
      return Optional.empty();
    }
    if (config.get(key) instanceof String text) {
      return Optional.of(text);
    }
    throw wrong(config, key, "is not a string");
  }

  private ConfigException wrong(TomlParseResult config, String key, String what) {
    return GatewayConfig.error(configFile(), config.inputPositionOf(key), key + " " + what);
  }

  private Path configFile() {
    return path.resolve("witness.toml");
  }

  private Path keyFile() {
    return path.resolve("witness-key.pk8");
  }
}
