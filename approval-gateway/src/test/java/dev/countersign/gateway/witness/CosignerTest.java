package dev.countersign.gateway.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.store.StoreException;
import dev.countersign.gateway.store.WatchedLog;
import dev.countersign.gateway.store.sqlite.SqliteWatchedLogs;
import dev.countersign.gateway.witness.Cosigner.Answer;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.log.AddCheckpoint;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteSignature;
import dev.countersign.proof.log.SignedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A witness of other gateways' logs (C2SP tlog-witness)")
class CosignerTest {
  private static final String NAME = "witness.auditor.example";

  @TempDir private Path folder;
  private final Ed25519SigningKey key = Ed25519SigningKey.generate(new SecureRandom());
  private final SignedLog device = new SignedLog().grow(3, "entry");
  private SqliteWatchedLogs logs;
  private Cosigner cosigner;

  @BeforeEach
  void open() {
    logs = SqliteWatchedLogs.open(folder.resolve("witness.db"), Clock.systemUTC());
    cosigner =
        new Cosigner(
            logs,
            NoteKeys.witnessSigner(NAME, key, Clock.systemUTC()),
            origin -> origin.endsWith("own"));
    logs.add(device.origin(), device.keyLine());
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private Answer add(byte[] body) {
    return cosigner.add(body, "c_test");
  }

  private SignedCheckpoint cosigned(SignedCheckpoint head, Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Cosigned.class);
    byte[] line = ((Answer.Cosigned) answer).line().getBytes(StandardCharsets.UTF_8);
    return head.withLineOf(NoteKeys.witnessVerifier(NAME, key.publicKey()), line).orThrow();
  }

  @Test
  @DisplayName("D5 a head that extends the last one is cosigned, and the same one again")
  void extension() {
    SignedCheckpoint first = device.head();
    assertThat(cosigned(first, add(device.body(0))).note().signatures())
        .extracting(NoteSignature::name)
        .containsExactly(device.origin(), NAME);
    device.grow(4, "more");
    cosigned(device.head(), add(device.body(3)));
    cosigned(device.head(), add(device.body(7)));
    assertThat(logs.log(device.origin()).orElseThrow().head().orElseThrow().head().size())
        .isEqualTo(7);
  }

  @Test
  @DisplayName("D5 another old size than the last cosigned one is answered with that one")
  void otherOldSize() {
    add(device.body(0));
    device.grow(2, "more");
    assertThat(add(device.body(0))).isEqualTo(new Answer.Known(3));
    assertThat(add(device.body(2))).isEqualTo(new Answer.Known(3));
    assertThat(add(device.body(5))).isEqualTo(new Answer.Known(3));
  }

  @Test
  @DisplayName("D5 a log that nobody added, and one witnessed elsewhere under this key, is unknown")
  void unknown() {
    SignedLog stranger = new SignedLog().grow(1, "x");
    assertThat(add(stranger.body(0))).isInstanceOf(Answer.UnknownLog.class);
    logs.add("own", device.keyLine());
    assertThat(
            add(
                new String(device.body(0), StandardCharsets.UTF_8)
                    .replaceFirst(device.origin(), "own")
                    .getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Answer.UnknownLog.class);
  }

  @Test
  @DisplayName("D5 a checkpoint that the log's key did not sign is not trusted")
  void notSigned() {
    SignedLog thief = new SignedLog().grow(3, "entry");
    String body = new String(thief.body(0), StandardCharsets.UTF_8);
    assertThat(add(body.replace(thief.origin(), device.origin()).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Answer.NotTrusted.class);
    assertThat(logs.log(device.origin()).orElseThrow().head()).isEmpty();
  }

  @Test
  @DisplayName("D5 two roots of one size end a log for good, and both notes are kept as the proof")
  void fork() {
    add(device.body(0));
    SignedLog copy = device.copy().grow(3, "other");
    assertThat(add(copy.body(3))).isEqualTo(new Answer.Known(3));
    WatchedLog.Fork fork = logs.log(device.origin()).orElseThrow().fork().orElseThrow();
    assertThat(fork.correlationId()).isEqualTo("c_test");
    assertThat(SignedCheckpoint.parse(fork.cosigned().toArray()).orThrow().checkpoint())
        .isEqualTo(device.head().checkpoint());
    assertThat(SignedCheckpoint.parse(fork.shown().toArray()).orThrow().checkpoint())
        .isEqualTo(copy.head().checkpoint());
    device.grow(1, "later");
    assertThat(add(device.body(3))).isInstanceOf(Answer.NotTrusted.class);
    assertThat(add(device.body(0))).isInstanceOf(Answer.NotTrusted.class);
  }

  @Test
  @DisplayName("D5 a path that does not hold is refused, and proves nothing against the log")
  void badPath() {
    add(device.body(0));
    SignedLog copy = device.copy().grow(9, "other");
    assertThat(add(copy.body(3))).isInstanceOf(Answer.NotConsistent.class);
    device.grow(4, "more");
    byte[] noPath = new AddCheckpoint(3, List.of(), device.head()).toBytes();
    assertThat(add(noPath)).isInstanceOf(Answer.NotConsistent.class);
    assertThat(logs.log(device.origin()).orElseThrow().fork()).isEmpty();
    cosigned(device.head(), add(device.body(3)));
  }

  @Test
  @DisplayName("D5 what is no body, or the head of an empty log, is malformed")
  void malformed() {
    assertThat(add(new byte[0])).isInstanceOf(Answer.Malformed.class);
    assertThat(add("{}".getBytes(StandardCharsets.UTF_8))).isInstanceOf(Answer.Malformed.class);
    assertThat(add(device.copy().body(0))).isInstanceOf(Answer.Malformed.class);
  }

  @Test
  @DisplayName("D5 what was cosigned is known after a restart; the file is only its owner's")
  void durable() throws Exception {
    add(device.body(0));
    logs.close();
    open();
    assertThat(add(device.body(0))).isEqualTo(new Answer.Known(3));
    cosigned(device.head(), add(device.body(3)));
    assertThat(Files.getPosixFilePermissions(folder.resolve("witness.db")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(logs.add(device.origin(), device.keyLine())).isFalse();
    Path foreign = folder.resolve("foreign.db");
    Files.write(foreign, new byte[0]);
    Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> SqliteWatchedLogs.open(foreign, Clock.systemUTC()))
        .isInstanceOf(StoreException.class);
  }

  @Test
  @DisplayName("D5 of a checkpoint with lines of other keys only the log's own line is kept")
  void otherLines() throws Exception {
    SignedCheckpoint head =
        device
            .head()
            .cosign(
                NoteKeys.witnessSigner(
                    "witness.other.example",
                    Ed25519SigningKey.generate(new SecureRandom()),
                    Clock.systemUTC()));
    assertThat(add(new AddCheckpoint(0, List.of(), head).toBytes()))
        .isInstanceOf(Answer.Cosigned.class);
    assertThat(
            SignedCheckpoint.parse(
                    logs.log(device.origin()).orElseThrow().head().orElseThrow().note().toArray())
                .orThrow()
                .note()
                .signatures())
        .extracting(NoteSignature::name)
        .containsExactly(device.origin());
  }
}
