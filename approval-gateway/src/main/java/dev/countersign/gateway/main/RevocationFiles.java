package dev.countersign.gateway.main;

import dev.countersign.gateway.enrollment.RevocationTrouble;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.OcspResponse;
import dev.countersign.proof.x509.RevocationSource;
import dev.countersign.proof.x509.RevocationStatement;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revocation statements in files that something else keeps fresh; a file that changed is read
 * again. One that cannot be read says nothing, so that no card passes by its absence.
 */
final class RevocationFiles implements RevocationSource {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationFiles.class);

  private final List<StatementFile> files = new ArrayList<>();
  private final Path answers;

  RevocationFiles(StatementConfig config) {
    config.crls().forEach(path -> files.add(new StatementFile(path, StatementFile.Kind.CRL)));
    config.ocsp().forEach(path -> files.add(new StatementFile(path, StatementFile.Kind.OCSP)));
    answers = config.answers();
  }

  @Override
  public synchronized List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    List<RevocationStatement> statements = new ArrayList<>();
    for (StatementFile file : files) {
      file.refresh();
      statements.addAll(file.about(issuer));
    }
    return statements;
  }

  /** Which files give nothing that counts at a time (Unix seconds). */
  synchronized List<RevocationTrouble> troubles(
      CertificateTrust trust, long now, Freshness freshness) {
    List<RevocationTrouble> troubles = new ArrayList<>();
    for (StatementFile file : files) {
      file.refresh();
      Optional<String> wrong = file.trouble(trust, now, freshness);
      wrong.ifPresent(sentence -> troubles.add(new RevocationTrouble(file.name(), sentence)));
    }
    return troubles;
  }

  /**
   * The trust in cards with the statements as they are now, for a trust file; with the answers of
   * responders that were kept.
   */
  synchronized X509Trust exported(CertificateTrust trust) {
    files.forEach(StatementFile::refresh);
    Set<Bytes> crls = new LinkedHashSet<>();
    Set<Bytes> ocsp = new LinkedHashSet<>();
    files.forEach(file -> file.der().ifPresent(der -> (file.isCrl() ? crls : ocsp).add(der)));
    ocsp.addAll(keptAnswers());
    try {
      return new X509Trust(trust, List.copyOf(crls), List.copyOf(ocsp));
    } catch (RefusedException impossible) {
      throw new IllegalStateException("statements that were read before", impossible);
    }
  }

  private List<Bytes> keptAnswers() {
    List<Bytes> kept = new ArrayList<>();
    if (!Files.isDirectory(answers)) {
      return kept;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(answers, "*.ocsp")) {
      for (Path file : all) {
        keptAnswer(file).ifPresent(kept::add);
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      LOG.warn("OCSP answers in {} cannot be read for the trust file", answers, unreadable);
    }
    return kept;
  }

  /** One that is damaged must not hide the others. */
  private static Optional<Bytes> keptAnswer(Path file) {
    try {
      Bytes der = Bytes.of(DerFile.read(file));
      OcspResponse.parse(der);
      return Optional.of(der);
    } catch (IOException | RefusedException unusable) {
      LOG.warn("the OCSP answer in {} cannot be used for the trust file", file, unusable);
      return Optional.empty();
    }
  }
}
