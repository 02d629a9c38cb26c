package dev.countersign.gateway.http;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Crl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One CRL's address (RFC 5280 §4.2.1.13) and the file that keeps the last good one. Redirects are
 * not followed. What comes replaces the kept list only if it is a CRL of the same issuer, not an
 * older one, and one that could count now; so plain HTTP can hold a list back, which freshness
 * notices, but not roll it back, nor put one dated ahead in the way of all later ones. Whether it
 * counts for a certificate is judged again where it is used.
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

  /** Judges a list that came, now. */
  @FunctionalInterface
  public interface Judge {
    /** Why it counts for nobody, as the end of a sentence that begins with the list. */
    Optional<String> objection(Crl list);
  }

  /**
   * Fetches it once.
   *
   * @param deadline for the whole of it
   */
  Outcome fetch(AuthorityHttp http, Judge judge, Duration deadline) throws InterruptedException {
    try {
      return switch (http.ask(HttpRequest.newBuilder(address).GET(), Crl.MAX_BYTES, deadline)) {
        case AuthorityHttp.Answer.Body(Bytes der) -> take(der, judge);
        case AuthorityHttp.Answer.Failed(String why) -> new Outcome.Failed(why);
      };
    } catch (IOException notWritten) {
      return new Outcome.Failed("cannot be kept: " + notWritten);
    }
  }

  private Outcome take(Bytes der, Judge judge) throws IOException {
    Crl fresh;
    try {
      fresh = Crl.parse(der);
    } catch (RefusedException notOne) {
      return new Outcome.Failed("the answer is no CRL in DER");
    }
    Optional<String> objection = judge.objection(fresh);
    if (objection.isPresent()) {
      return new Outcome.Failed("the list that came " + objection.get());
    }
    Optional<Crl> kept = kept();
    if (kept.isPresent() && !kept.get().issuerName().equals(fresh.issuerName())) {
      return new Outcome.Failed("the answer is a list of another issuer");
    } else if (kept.isPresent() && kept.get().thisUpdate() > fresh.thisUpdate()) {
      return new Outcome.Failed("the answer is older than the list at hand");
    }
    KeptFile.write(file, der.toArray());
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
}
