package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AppendOutcome.Recorded;
import dev.countersign.desktop.audit.OpenOutcome.Opened;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.log.SignedCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Logs with known keys, and SQL by someone who is not this program. */
final class LogFixture {
  static final Genesis GENESIS = Genesis.ofDevice("device-thumbprint", "demo.gateway.example");
  static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_790_000_000);
  private static final String WITNESS = "demo.gateway.example/witness";

  private final KeyPair device = keys("EC");
  private final KeyPair witness = keys("Ed25519");

  static AuditLog open(Path path) {
    OpenOutcome outcome = AuditLog.open(path, GENESIS, CLOCK);
    assertThat(outcome).isInstanceOf(Opened.class);
    return ((Opened) outcome).log();
  }

  /** Writes to a log that is laid out already, past the opening and its thread. */
  static AuditWriter writer(Connection db) throws SQLException {
    AuditRows rows = new AuditRows(db);
    return new AuditWriter(db, rows, GENESIS.origin(), Frontier.read(rows.size(), rows.nodes()));
  }

  static AuditFault refusal(OpenOutcome outcome) {
    assertThat(outcome).isInstanceOf(OpenOutcome.NotOpened.class);
    return ((OpenOutcome.NotOpened) outcome).fault();
  }

  static Recorded recorded(AppendOutcome outcome) {
    assertThat(outcome).isInstanceOf(Recorded.class);
    return (Recorded) outcome;
  }

  static Bytes digest(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Bytes.of(bytes);
  }

  static Intent intent(int request) {
    return new Intent(
        digest(request), digest(2), "approve", "alice", GENESIS.deviceJkt(), digest(3));
  }

  static Recorded event(AuditLog log, int number) {
    return recorded(log.appendEvent(plugged(number)));
  }

  static DeskEvent plugged(int number) {
    return new DeskEvent.TokenChanged(
        DeskEvent.TokenChanged.Presence.PLUGGED, "key " + number, "FIDO2");
  }

  /** A proof whose statement carries this head; only its log member is like a real one. */
  static Bytes proofWithHead(Recorded intent, String origin, String root) {
    return proofWithHead(origin, intent.size(), root, intent.index());
  }

  static Bytes proofWithHead(String origin, long size, String root, long intentIndex) {
    JsonObject head =
        JsonObject.builder()
            .put("origin", origin)
            .put("size", size)
            .put("root", root)
            .put("intent_index", intentIndex)
            .build();
    byte[] d = JsonWriter.compact(JsonObject.builder().put("log", head).build());
    return Bytes.of(
        JsonWriter.compact(
            JsonObject.builder().put("v", 1).put("d", Bytes.of(d)).put("device_sig", "x").build()));
  }

  /**
   * A closed log of {@code entries} entries: genesis, a whole decision as entries 1 and 2, then
   * events; its last entry under a witnessed checkpoint, which also stands in {@code
   * checkpoint.txt} beside it.
   */
  Path sealedLog(Path folder, int entries) throws Exception {
    Path path = folder.resolve("audit.db");
    try (AuditLog log = open(path)) {
      Recorded intent = recorded(log.appendIntent(intent(1)));
      Bytes proof = proofWithHead(intent, GENESIS.origin(), intent.root().base64Url());
      recorded(
          log.appendOutcome(
              1,
              digest(1),
              new DecisionOutcome.Accepted(proof, Bytes.utf8("receipt")),
              Optional.empty()));
      for (int i = 3; i < entries; i++) {
        event(log, i);
      }
      seal(log, folder.resolve("checkpoint.txt"));
    }
    return path;
  }

  SignedCheckpoint seal(AuditLog log, Path copy) throws Exception {
    SignedCheckpoint signed = sign(log.head());
    assertThat(log.storeCheckpoint(signed)).isEqualTo(new CheckpointOutcome.Stored());
    Files.write(copy, signed.toBytes());
    return signed;
  }

  SignedCheckpoint sign(Checkpoint checkpoint) throws SignatureException {
    NoteSigner deviceSigner =
        NoteKeys.deviceSigner(checkpoint.origin(), (ECPublicKey) device.getPublic(), this::p1363);
    return SignedCheckpoint.sign(checkpoint, deviceSigner)
        .cosign(NoteKeys.witnessSigner(WITNESS, witness.getPublic(), witness.getPrivate(), CLOCK));
  }

  VerifierKeys keys() {
    return new VerifierKeys(
        Optional.of(NoteKeys.deviceVerifier(GENESIS.origin(), (ECPublicKey) device.getPublic())),
        Optional.of(NoteKeys.witnessVerifier(WITNESS, witness.getPublic())));
  }

  /** The witness's key as one line: name, key id, and base64 of the type 0x04 with the raw key. */
  String witnessKeyText() {
    byte[] spki = witness.getPublic().getEncoded();
    byte[] typed = Arrays.copyOfRange(spki, spki.length - 33, spki.length);
    typed[0] = 4;
    int id = NoteKeys.witnessVerifier(WITNESS, witness.getPublic()).keyId();
    return "%s+%08x+%s".formatted(WITNESS, id, Base64.getEncoder().encodeToString(typed));
  }

  private byte[] p1363(byte[] message) throws SignatureException {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(device.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new SignatureException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs statements as any SQLite tool would; the guard-rail triggers are dropped first and put
   * back after.
   */
  static void edit(Path path, String... statements) throws Exception {
    String triggers = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement sql = db.createStatement()) {
      var kept = new java.util.LinkedHashMap<String, String>();
      try (var rows = sql.executeQuery(triggers)) {
        while (rows.next()) {
          kept.put(rows.getString(1), rows.getString(2));
        }
      }
      for (String name : kept.keySet()) {
        sql.execute("DROP TRIGGER " + name);
      }
      for (String statement : statements) {
        sql.execute(statement);
      }
      for (String trigger : kept.values()) {
        sql.execute(trigger);
      }
    }
  }

  static void rawSql(Path path, String... statements) throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement sql = db.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }
}
