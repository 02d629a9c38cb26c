package dev.countersign.gateway.main;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Crl;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.OcspResponse;
import dev.countersign.proof.x509.RevocationStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/** A file with a revocation statement, and what was in it when it was read last. One thread. */
final class StatementFile {
  /** What the file holds. */
  enum Kind {
    CRL("CRL in "),
    OCSP("OCSP response in ");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Path path;
  private final Kind kind;
  private FileTime readAt = FileTime.fromMillis(0);
  private long size = -1;
  private Optional<Bytes> der = Optional.empty();
  private Optional<RevocationStatement> statement = Optional.empty();
  private Optional<String> wrong = Optional.empty();

  StatementFile(Path path, Kind kind) {
    this.path = path;
    this.kind = kind;
  }

  boolean isCrl() {
    return kind == Kind.CRL;
  }

  /** What it is and its name, without the folder. */
  String name() {
    return kind.words + path.getFileName();
  }

  /** Reads it if it changed. */
  void refresh() {
    try {
      FileTime modified = Files.getLastModifiedTime(path);
      long length = Files.size(path);
      if (!modified.equals(readAt) || length != size) {
        Bytes read = Bytes.of(DerFile.read(path));
        statement = Optional.of(isCrl() ? Crl.parse(read) : OcspResponse.parse(read));
        der = Optional.of(read);
        readAt = modified;
        size = length;
        wrong = Optional.empty();
      }
    } catch (NoSuchFileException missing) {
      unusable("is not there");
    } catch (IOException unreadable) {
      unusable("cannot be read: " + unreadable.getMessage());
    } catch (RefusedException notOne) {
      unusable("is not what it should be: " + notOne.getMessage());
    }
  }

  private void unusable(String why) {
    statement = Optional.empty();
    der = Optional.empty();
    size = -1;
    wrong = Optional.of(why);
  }

  /** The statement, if it may be about a certificate of this authority. */
  List<RevocationStatement> about(Certificate issuer) {
    return statement.filter(each -> !(each instanceof Crl crl) || crl.names(issuer)).stream()
        .toList();
  }

  /** What was read. */
  Optional<Bytes> der() {
    return der;
  }

  /**
   * Why it says nothing that counts at a time, as the end of a sentence. The signature is looked at
   * where a root made it; certificates of other authorities come with the cards.
   */
  Optional<String> trouble(CertificateTrust trust, long now, Freshness freshness) {
    return wrong.or(() ->
        statement.flatMap(each ->
            switch (each) {
              case OcspResponse response -> response.staleness(now, freshness);
              case Crl crl -> objection(crl, trust, now, freshness);
            }));
  }

  /** The same of a list, wherever it comes from. */
  static Optional<String> objection(
      Crl crl, CertificateTrust trust, long now, Freshness freshness) {
    List<Optional<String>> byRoot =
        trust.roots().stream()
            .filter(crl::names)
            .map(root -> crl.objection(root, now, freshness))
            .toList();
    if (byRoot.isEmpty()) {
      return crl.staleness(now, freshness);
    }
    return byRoot.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : byRoot.getFirst();
  }
}
