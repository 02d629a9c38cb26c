package dev.countersign.desktop.submission;

import dev.countersign.desktop.approval.PendingProof;
import dev.countersign.desktop.approval.PendingProofs;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The pending proof as one strict JSON file that only its owner can read. It is written beside,
 * synced and moved into place, so that a crash leaves the whole file or none.
 */
public final class PendingProofFile implements PendingProofs {
  private static final int MAX_BYTES = 512 * 1024;

  private final Path file;

  public PendingProofFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public void keep(PendingProof proof) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    try (FileChannel out =
        FileChannel.open(
            beside,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(JsonWriter.compact(json(proof)));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
  }

  @Override
  public Optional<PendingProof> pending() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(StrictJson.parseObject(bytes, MAX_BYTES)));
    } catch (RefusedException damaged) {
      throw new IOException("the kept proof is damaged: " + damaged.getMessage(), damaged);
    }
  }

  @Override
  public void forget() throws IOException {
    Files.deleteIfExists(file);
    syncFolder();
  }

  // A rename or removal is durable only when its folder is.
  private void syncFolder() throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
        channel.force(true);
      }
    }
  }

  private static JsonObject json(PendingProof proof) {
    return JsonObject.builder()
        .put("v", 1)
        .put("request_id", proof.requestId())
        .put("request_sha256", proof.requestSha256().value())
        .put("decision", proof.decision().wire())
        .put("intent_index", proof.intentIndex())
        .put("challenge", proof.challenge().value())
        .put("proof", proof.proof())
        .put("log_evidence", proof.logEvidence())
        .put("request", proof.request())
        .build();
  }

  private static PendingProof read(JsonObject json) throws RefusedException {
    ObjectReader reader = new ObjectReader(json, "kept proof", RefusalCode.MALFORMED_JSON);
    if (reader.unsigned("v") != 1) {
      throw reader.refused("v", "is not 1");
    }
    PendingProof proof =
        new PendingProof(
            reader.identifier("request_id"),
            new Digest(reader.bytes("request_sha256", Digest.SIZE)),
            Decision.read(reader),
            reader.unsigned("intent_index"),
            new Digest(reader.bytes("challenge", Digest.SIZE)),
            reader.bytes("proof"),
            reader.bytes("log_evidence"),
            reader.bytes("request"));
    reader.end();
    return proof;
  }
}
