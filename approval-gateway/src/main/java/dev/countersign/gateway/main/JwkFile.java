package dev.countersign.gateway.main;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A public P-256 key as a JWK in a file; anything more, a private key above all, is refused. */
final class JwkFile {
  private JwkFile() {}

  static P256VerifyingKey read(Path file) throws IOException, RefusedException {
    VerifyingKey key =
        VerifyingKey.fromJwk(StrictJson.parseObject(bytes(file)), RefusalCode.MALFORMED_JSON);
    if (key instanceof P256VerifyingKey p256) {
      return p256;
    }
    throw new ConfigException(file + " is not a P-256 key");
  }

  private static byte[] bytes(Path file) throws ConfigException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new ConfigException(file + " cannot be read");
    }
  }
}
