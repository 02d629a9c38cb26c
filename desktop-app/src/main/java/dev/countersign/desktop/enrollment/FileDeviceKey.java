package dev.countersign.desktop.enrollment;

import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A device key in a file (PKCS#8 DER, RFC 5958) of mode 0600. Who can copy the file has a copy of
 * the device, though never of the token.
 */
public final class FileDeviceKey implements DeviceKey {
  private final P256SigningKey key;

  private FileDeviceKey(P256SigningKey key) {
    this.key = key;
  }

  /**
   * Makes a new key and its file.
   *
   * @throws IOException when it cannot be written, or the file exists
   */
  public static FileDeviceKey create(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    P256SigningKey key = P256SigningKey.generate(new SecureRandom());
    byte[] der = key.toPkcs8Unsafe();
    try {
      PrivateFile.write(file, der);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
    return new FileDeviceKey(key);
  }

  /**
   * Opens the key.
   *
   * @throws IOException when the file is absent, readable by others, or no P-256 key
   */
  public static FileDeviceKey open(Path file) throws IOException {
    byte[] der = PrivateFile.read(file);
    try {
      return new FileDeviceKey(P256SigningKey.fromPkcs8(der));
    } catch (RuntimeException notAKey) {
      // The decoder reports damaged bytes this way, too.
      throw new IOException("the device key file is damaged", notAKey);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  @Override
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }

  @Override
  public P256VerifyingKey publicKey() {
    return key.publicKey();
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
