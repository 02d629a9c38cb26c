package dev.countersign.gateway.main;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.RevocationMaterial;
import dev.countersign.proof.x509.RevocationSource;
import dev.countersign.proof.x509.RevocationStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revocation statements in files that something else keeps fresh; a file that changed is read
 * again. One that cannot be read says nothing, so that no card passes by its absence.
 */
final class RevocationFiles implements RevocationSource {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationFiles.class);

  private final List<Entry> entries = new ArrayList<>();

  RevocationFiles(List<Path> crls, List<Path> ocsp) {
    crls.forEach(path -> entries.add(new Entry(path, false)));
    ocsp.forEach(path -> entries.add(new Entry(path, true)));
  }

  /** One file and what was in it when it was read last. */
  private static final class Entry {
    private final Path path;
    private final boolean ocsp;
    private FileTime readAt = FileTime.fromMillis(0);
    private long size = -1;
    private List<Bytes> der = List.of();
    private RevocationMaterial material = new RevocationMaterial(List.of(), List.of());

    Entry(Path path, boolean ocsp) {
      this.path = path;
      this.ocsp = ocsp;
    }

    void refresh() {
      try {
        FileTime modified = Files.getLastModifiedTime(path);
        long length = Files.size(path);
        if (modified.equals(readAt) && length == size) {
          return;
        }
        List<Bytes> read = List.of(Bytes.of(DerFile.read(path)));
        material =
            ocsp
                ? RevocationMaterial.parse(List.of(), read)
                : RevocationMaterial.parse(read, List.of());
        der = read;
        readAt = modified;
        size = length;
      } catch (IOException | RefusedException unusable) {
        LOG.warn("{} cannot be used: cards are refused without it", path, unusable);
        material = new RevocationMaterial(List.of(), List.of());
        der = List.of();
        size = -1;
      }
    }
  }

  @Override
  public synchronized List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    List<RevocationStatement> statements = new ArrayList<>();
    for (Entry entry : entries) {
      entry.refresh();
      statements.addAll(entry.material.about(certificate, issuer));
    }
    return statements;
  }

  /** The trust in cards with the statements as they are now, for a trust file. */
  synchronized X509Trust exported(CertificateTrust trust) {
    entries.forEach(Entry::refresh);
    try {
      return new X509Trust(trust, all(false), all(true));
    } catch (RefusedException impossible) {
      throw new IllegalStateException("statements that were read before", impossible);
    }
  }

  private List<Bytes> all(boolean ocsp) {
    return entries.stream()
        .filter(entry -> entry.ocsp == ocsp)
        .flatMap(entry -> entry.der.stream())
        .distinct()
        .toList();
  }
}
