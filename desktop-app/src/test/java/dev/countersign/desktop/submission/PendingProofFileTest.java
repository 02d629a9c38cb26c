package dev.countersign.desktop.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.desktop.approval.PendingProof;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.Fixture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingProofFileTest {
  @TempDir Path folder;

  private static PendingProof proof(String id) {
    return new PendingProof(
        id,
        Fixture.otherDigest(),
        Decision.APPROVE,
        4,
        Fixture.otherDigest(),
        Bytes.utf8("proof"),
        Bytes.utf8("evidence"),
        Bytes.utf8("request"));
  }

  @Test
  @DisplayName("a kept proof is there after a restart, replaced by the next, gone when forgotten")
  void lifecycle() throws IOException {
    Path file = folder.resolve("pending.json");
    assertThat(new PendingProofFile(file).pending()).isEmpty();
    new PendingProofFile(file).keep(proof("req-1"));
    assertThat(new PendingProofFile(file).pending()).contains(proof("req-1"));
    new PendingProofFile(file).keep(proof("req-2"));
    assertThat(new PendingProofFile(file).pending()).contains(proof("req-2"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    new PendingProofFile(file).forget();
    assertThat(new PendingProofFile(file).pending()).isEmpty();
  }

  @Test
  @DisplayName("a damaged kept proof is an error, not an empty place")
  void damaged() throws IOException {
    Path file = folder.resolve("pending.json");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> new PendingProofFile(file).pending()).isInstanceOf(IOException.class);
  }

  @ParameterizedTest(name = "the address {0} is refused")
  @ValueSource(
      strings = {
        "http://gateway.example.com",
        "ftp://gateway.example.com",
        "https://gateway.example.com/path",
        "https://gateway.example.com?x=1"
      })
  void unsafeAddress(String address) {
    assertThatThrownBy(() -> new GatewayAddress(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
