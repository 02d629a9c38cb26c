package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.Approver;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.Client;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.gateway.store.EnrolmentCode;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.Token;
import dev.countersign.gateway.store.TokenChangeOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.verify.ConfirmedChange;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Who is enrolled and registered. */
final class SqliteDirectory implements DirectoryStore {
  // A suspension is decided on what was read before: it must not undo a revocation stored since.
  private static final String REVOKED_IS_FINAL = " AND (standing <> 'REVOKED' OR ? = 'REVOKED')";

  private final Ledger ledger;

  SqliteDirectory(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public boolean addApprover(Approver approver) {
    return ledger.write(sql ->
        sql.update(
                "INSERT INTO approver VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                approver.id(),
                approver.person(),
                Columns.strings(approver.groups()),
                approver.revoked())
            == 1);
  }

  @Override
  public Optional<Approver> approver(String id) {
    return ledger.read(sql -> approver(sql, id));
  }

  static Optional<Approver> approver(Sql sql, String id) throws SQLException {
    return sql.one(SqliteDirectory::approver, "SELECT * FROM approver WHERE id = ?", id);
  }

  @Override
  public List<Approver> approvers() {
    return ledger.read(
        sql -> sql.list(SqliteDirectory::approver, "SELECT * FROM approver ORDER BY id"));
  }

  private static Approver approver(Row row) throws SQLException {
    return new Approver(
        row.text("id"),
        row.text("person"),
        Columns.strings(row.text("groups")),
        row.flag("revoked"));
  }

  @Override
  public boolean revokeApprover(String id) {
    return ledger.write(sql -> {
      sql.update("UPDATE approver_session SET ended = 1 WHERE approver = ?", id);
      return sql.update("UPDATE approver SET revoked = 1 WHERE id = ?", id) == 1;
    });
  }

  @Override
  public Optional<Device> device(String jkt) {
    return ledger.read(sql -> device(sql, jkt));
  }

  static Optional<Device> device(Sql sql, String jkt) throws SQLException {
    return sql.one(SqliteDirectory::device, "SELECT * FROM device WHERE jkt = ?", jkt);
  }

  @Override
  public List<Device> devices() {
    return ledger.read(
        sql -> sql.list(SqliteDirectory::device, "SELECT * FROM device ORDER BY jkt"));
  }

  private static Device device(Row row) throws SQLException {
    return new Device(
        Columns.p256(row.text("jwk")),
        row.text("approver"),
        Standing.valueOf(row.text("standing")));
  }

  @Override
  public boolean setStanding(Device device, Standing standing) {
    return ledger.write(sql -> {
      if (standing == Standing.REVOKED) {
        sql.update("UPDATE approver_session SET ended = 1 WHERE device_jkt = ?", device.jkt());
      }
      return sql.update(
              "UPDATE device SET standing = ? WHERE jkt = ?" + REVOKED_IS_FINAL,
              standing.name(),
              device.jkt(),
              standing.name())
          == 1;
    });
  }

  @Override
  public Optional<Token> token(Bytes credentialId) {
    return ledger.read(sql -> token(sql, credentialId));
  }

  static Optional<Token> token(Sql sql, Bytes credentialId) throws SQLException {
    return sql.one(
        SqliteDirectory::token, "SELECT * FROM token WHERE credential_id = ?", credentialId);
  }

  @Override
  public List<Token> tokens() {
    return ledger.read(
        sql -> sql.list(SqliteDirectory::token, "SELECT * FROM token ORDER BY credential_id"));
  }

  private static Token token(Row row) throws SQLException {
    return new Token(
        Credentials.read(row),
        row.text("approver"),
        row.text("name"),
        row.flag("demo"),
        Standing.valueOf(row.text("standing")),
        row.number("sign_count"),
        row.flag("pin_claimed"));
  }

  @Override
  public boolean setStanding(Token token, Standing standing) {
    return ledger.write(sql -> setStanding(sql, token.credentialId(), standing));
  }

  @Override
  public TokenChangeOutcome change(
      ConfirmedChange confirmed, Optional<Token> added, Attempt accepted) {
    return ledger.write(sql -> {
      TokenChangeOutcome outcome = new TokenChanges(sql, confirmed, added).make();
      if (outcome instanceof TokenChangeOutcome.Changed) {
        SqliteAttempts.record(sql, accepted, ledger.now());
      }
      return outcome;
    });
  }

  static boolean setStanding(Sql sql, Bytes credentialId, Standing standing) throws SQLException {
    return sql.update(
            "UPDATE token SET standing = ? WHERE credential_id = ?" + REVOKED_IS_FINAL,
            standing.name(),
            credentialId,
            standing.name())
        == 1;
  }

  @Override
  public boolean addClient(Client client) {
    return ledger.write(sql ->
        sql.update(
                "INSERT INTO client VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                client.id(),
                client.role().name(),
                Columns.text(client.key()),
                Columns.strings(client.types()),
                client.revoked())
            == 1);
  }

  @Override
  public Optional<Client> client(String id) {
    return ledger.read(
        sql -> sql.one(SqliteDirectory::client, "SELECT * FROM client WHERE id = ?", id));
  }

  @Override
  public List<Client> clients() {
    return ledger.read(
        sql -> sql.list(SqliteDirectory::client, "SELECT * FROM client ORDER BY id"));
  }

  private static Client client(Row row) throws SQLException {
    return new Client(
        row.text("id"),
        Client.Role.valueOf(row.text("role")),
        Columns.key(row.text("jwk")),
        Columns.strings(row.text("types")),
        row.flag("revoked"));
  }

  @Override
  public boolean revokeClient(String id) {
    return ledger.write(sql -> {
      List<String> sessions =
          sql.list(
              row -> row.text("id"),
              "SELECT id FROM requester_session WHERE client = ? AND ended = 0",
              id);
      for (String session : sessions) {
        Endings.session(sql, session, ledger.now());
      }
      return sql.update("UPDATE client SET revoked = 1 WHERE id = ?", id) == 1;
    });
  }

  @Override
  public boolean addEnrolmentCode(EnrolmentCode code) {
    return ledger.write(sql -> Enrolments.addCode(sql, code));
  }

  @Override
  public Optional<EnrolmentCode> countEnrolmentAttempt(Digest codeSha256) {
    return ledger.write(sql -> Enrolments.countAttempt(sql, codeSha256));
  }

  @Override
  public Optional<Token> enrol(Digest codeSha256, Device device, Token token, Attempt accepted) {
    return ledger.write(sql -> {
      Optional<Token> enrolled = Enrolments.enrol(sql, codeSha256, device, token, ledger.now());
      if (enrolled.isPresent()) {
        SqliteAttempts.record(sql, accepted, ledger.now());
      }
      return enrolled;
    });
  }
}
