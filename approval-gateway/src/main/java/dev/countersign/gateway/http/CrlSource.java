package dev.countersign.gateway.http;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Crl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One CRL's address (RFC 5280 §4.2.1.13) and the file that keeps the last good one. Redirects are
 * not followed. What comes replaces the kept list only if it is a CRL of the same issuer and not an
 * older one; so plain HTTP can hold a list back, which freshness notices, but not roll it back.
 * Whether it is signed and fresh is judged where it is used.
 *
 * @param address http or https
 * @param file is replaced as a whole
 */
public record CrlSource(URI address, Path file) {

  /** The lists that were fetched, and why one was not taken. */
  sealed interface Outcome {
    /** The file holds what the address gives now. */
    record Kept() implements Outcome {}

    /** The file is as it was. */
    record Failed(String why) implements Outcome {}
  }

  /**
   * Fetches it once.
   *
   * @param client that follows no redirects
   * @param deadline for the whole of it
   */
  Outcome fetch(HttpClient client, Duration deadline) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(deadline).GET().build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Crl.MAX_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      return response.statusCode() == 200
          ? take(Bytes.of(response.body()))
          : new Outcome.Failed("the answer has status " + response.statusCode());
    } catch (TimeoutException slow) {
      return new Outcome.Failed("not done within " + deadline.toSeconds() + " s");
    } catch (ExecutionException broken) {
      return new Outcome.Failed(String.valueOf(broken.getCause()));
    } catch (IOException notWritten) {
      return new Outcome.Failed("cannot be kept: " + notWritten);
    } finally {
      answer.cancel(true);
    }
  }

  private Outcome take(Bytes der) throws IOException {
    Crl fresh;
    try {
      fresh = Crl.parse(der);
    } catch (RefusedException notOne) {
      return new Outcome.Failed("the answer is no CRL in DER");
    }
    Optional<Crl> kept = kept();
    if (kept.isPresent() && !kept.get().issuerName().equals(fresh.issuerName())) {
      return new Outcome.Failed("the answer is a list of another issuer");
    } else if (kept.isPresent() && kept.get().thisUpdate() > fresh.thisUpdate()) {
      return new Outcome.Failed("the answer is older than the list at hand");
    }
    write(der.toArray());
    return new Outcome.Kept();
  }

  private Optional<Crl> kept() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Crl.parse(Bytes.of(Files.readAllBytes(file))));
    } catch (RefusedException damaged) {
      return Optional.empty(); // anything is better
    }
  }

  /** Durable before it replaces the old one. */
  private void write(byte[] der) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(der);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
