package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.EnrolmentCode;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.verify.Credential;
import java.sql.SQLException;
import java.util.Optional;

/** Enrolment codes and their one use. */
final class Enrolments {
  private Enrolments() {}

  static boolean addCode(Sql sql, EnrolmentCode code) throws SQLException {
    return sql.update(
            "INSERT INTO enrolment_code VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            code.sha256(),
            code.approver(),
            code.expiresAt(),
            code.attempts(),
            code.used())
        == 1;
  }

  static Optional<EnrolmentCode> countAttempt(Sql sql, Digest codeSha256) throws SQLException {
    sql.update("UPDATE enrolment_code SET attempts = attempts + 1 WHERE sha256 = ?", codeSha256);
    return sql.one(
        row ->
            new EnrolmentCode(
                row.digest("sha256"),
                row.text("approver"),
                row.number("expires_at"),
                Math.toIntExact(row.number("attempts")),
                row.flag("used")),
        "SELECT * FROM enrolment_code WHERE sha256 = ?",
        codeSha256);
  }

  static Optional<Token> enrol(Sql sql, Digest codeSha256, Device device, Token token, long now)
      throws SQLException {
    Optional<Token> before = SqliteDirectory.token(sql, token.credentialId());
    if (!device.approver().equals(token.approver())
        || SqliteDirectory.device(sql, device.jkt()).isPresent()
        || before.filter(known -> !isSameCard(known, token)).isPresent()) {
      return Optional.empty();
    }
    int used =
        sql.update(
            """
            UPDATE enrolment_code SET used = 1
            WHERE sha256 = ? AND approver = ? AND used = 0 AND expires_at > ?
              AND EXISTS (SELECT 1 FROM approver a WHERE a.id = approver AND a.revoked = 0)
            """,
            codeSha256,
            device.approver(),
            now);
    if (used == 0) {
      return Optional.empty();
    }
    sql.update(
        "INSERT INTO device VALUES (?, ?, ?, ?)",
        device.jkt(),
        Columns.text(device.key()),
        device.approver(),
        device.standing().name());
    if (before.isEmpty()) {
      insert(sql, token);
    }
    return Optional.of(before.orElse(token));
  }

  static void insert(Sql sql, Token token) throws SQLException {
    sql.update(
        """
        INSERT INTO token (credential_id, approver, cose, aaguid, name, demo, standing, sign_count,
          kind, x5c, pin_claimed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        token.credentialId(),
        token.approver(),
        Bytes.of(Credentials.cose(token.credential())),
        Credentials.aaguid(token.credential()),
        token.name(),
        token.demo(),
        token.standing().name(),
        token.signCount(),
        token.credential().kind(),
        Credentials.x5c(token.credential()),
        token.pinClaimed());
  }

  /** One that is revoked or suspended stays so: a code does not bring it back. */
  private static boolean isSameCard(Token known, Token token) {
    return known.credential() instanceof Credential.Card
        && token.credential() instanceof Credential.Card
        && known.approver().equals(token.approver())
        && known.standing() == Standing.ACTIVE;
  }
}
