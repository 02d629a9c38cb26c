package dev.countersign.gateway.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that holds DER, or exactly one PEM block (RFC 7468) around it. */
final class DerFile {
  private static final long MAX_BYTES = 24L * 1024 * 1024;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private DerFile() {}

  /**
   * Reads the DER.
   *
   * @throws IOException if the file cannot be read, is larger than 24 MiB, or holds several blocks
   *     or a damaged one
   */
  static byte[] read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is larger than 24 MiB");
    }
    byte[] content = Files.readAllBytes(file);
    Matcher pem = PEM.matcher(new String(content, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      return content;
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(pem.group(2));
    } catch (IllegalArgumentException notBase64) {
      throw new IOException(file + " holds a PEM block that is no base64", notBase64);
    }
    if (pem.find()) {
      throw new IOException(file + " holds more than one PEM block");
    }
    return der;
  }
}
