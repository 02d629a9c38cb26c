package dev.countersign.gateway.main;

import dev.countersign.proof.crypto.Ed25519SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** A private key in a file that only its owner can read (mode 0600, PKCS#8 DER). */
final class KeyFile {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /** Draws a key into a new file; never overwrites one. */
  static Ed25519SigningKey create(Path file, SecureRandom random) throws IOException {
    Ed25519SigningKey key = Ed25519SigningKey.generate(random);
    byte[] der = key.toPkcs8Unsafe();
    // The mode is set as the file is made, so that there is no moment in which others can read it.
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER))) {
      ByteBuffer bytes = ByteBuffer.wrap(der);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      Arrays.fill(der, (byte) 0);
    }
    return key;
  }

  /** Reads a key; refuses a file that others could have read. */
  static Ed25519SigningKey read(Path file) throws IOException {
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(file + " can be read by others than its owner; it must have mode 0600");
    }
    byte[] der = Files.readAllBytes(file);
    try {
      return Ed25519SigningKey.fromPkcs8(der);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }
}
