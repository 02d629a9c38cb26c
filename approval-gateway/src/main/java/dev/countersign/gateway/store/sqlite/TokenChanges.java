package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.Approver;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.Token;
import dev.countersign.gateway.store.TokenChangeOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.verify.ConfirmedChange;
import dev.countersign.proof.verify.CounterPolicy;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A change of tokens that a step-up confirmed, inside one transaction: what it rests on is read
 * again, then the change is made. A refusal changes nothing, except that a counter which does not
 * rise suspends its token.
 */
final class TokenChanges {
  private final Sql sql;
  private final ConfirmedChange confirmed;
  private final Optional<Token> added;
  private final Bytes signer;

  TokenChanges(Sql sql, ConfirmedChange confirmed, Optional<Token> added) {
    this.sql = sql;
    this.confirmed = confirmed;
    this.added = added;
    this.signer = Token.idOf(confirmed.credential());
  }

  TokenChangeOutcome make() throws SQLException {
    Optional<RefusalCode> refusal = refusal();
    if (refusal.isPresent()) {
      return new TokenChangeOutcome.Refused(refusal.get());
    }
    TokenChangeOutcome outcome =
        switch (confirmed.statement().change()) {
          case TokenChange.Add add -> add(added.orElseThrow());
          case TokenChange.Rename(Bytes token, String name) -> rename(token, name);
          case TokenChange.Revoke(Bytes token, boolean last) -> revoke(token, last);
        };
    if (outcome instanceof TokenChangeOutcome.Changed) {
      sql.update(
          "UPDATE token SET sign_count = ? WHERE credential_id = ?", confirmed.counter(), signer);
    }
    return outcome;
  }

  private Optional<RefusalCode> refusal() throws SQLException {
    String approver = confirmed.statement().approver();
    Optional<Device> device = SqliteDirectory.device(sql, confirmed.statement().deviceJkt());
    if (device.filter(found -> found.approver().equals(approver)).isEmpty()) {
      return Optional.of(RefusalCode.UNKNOWN_DEVICE);
    }
    if (device.get().standing() != Standing.ACTIVE) {
      return Optional.of(
          device.get().standing() == Standing.REVOKED
              ? RefusalCode.DEVICE_REVOKED
              : RefusalCode.DEVICE_SUSPENDED);
    }
    if (SqliteDirectory.approver(sql, approver).filter(Approver::revoked).isPresent()) {
      return Optional.of(RefusalCode.APPROVER_REVOKED);
    }
    return signerRefusal(approver);
  }

  private Optional<RefusalCode> signerRefusal(String approver) throws SQLException {
    Optional<Token> token = SqliteDirectory.token(sql, signer);
    if (token.filter(found -> found.approver().equals(approver)).isEmpty()) {
      return Optional.of(RefusalCode.UNKNOWN_TOKEN);
    }
    if (token.get().standing() != Standing.ACTIVE) {
      return Optional.of(
          token.get().standing() == Standing.REVOKED
              ? RefusalCode.TOKEN_REVOKED
              : RefusalCode.TOKEN_SUSPENDED);
    }
    if (!CounterPolicy.RISING.accepts(token.get().signCount(), confirmed.counter())) {
      SqliteDirectory.setStanding(sql, signer, Standing.SUSPENDED);
      return Optional.of(RefusalCode.COUNTER_NOT_RISING);
    }
    return Optional.empty();
  }

  private TokenChangeOutcome add(Token token) throws SQLException {
    if (SqliteDirectory.token(sql, token.credentialId()).isPresent()) {
      return new TokenChangeOutcome.AlreadyEnrolled();
    }
    Enrolments.insert(sql, token);
    return changed(token.credentialId());
  }

  private TokenChangeOutcome rename(Bytes token, String name) throws SQLException {
    int renamed =
        sql.update(
            "UPDATE token SET name = ? WHERE credential_id = ? AND approver = ?",
            name,
            token,
            confirmed.statement().approver());
    return renamed == 1 ? changed(token) : unknown();
  }

  private TokenChangeOutcome revoke(Bytes token, boolean last) throws SQLException {
    String approver = confirmed.statement().approver();
    if (SqliteDirectory.token(sql, token)
        .filter(found -> found.approver().equals(approver))
        .isEmpty()) {
      return unknown();
    }
    boolean another =
        sql.exists(
            """
            SELECT 1 FROM token WHERE approver = ? AND standing = 'ACTIVE' AND credential_id <> ?
            """,
            approver,
            token);
    if (!another && !last) {
      return new TokenChangeOutcome.LastToken();
    }
    SqliteDirectory.setStanding(sql, token, Standing.REVOKED);
    return changed(token);
  }

  private TokenChangeOutcome changed(Bytes token) throws SQLException {
    return new TokenChangeOutcome.Changed(SqliteDirectory.token(sql, token).orElseThrow());
  }

  private static TokenChangeOutcome unknown() {
    return new TokenChangeOutcome.Refused(RefusalCode.UNKNOWN_TOKEN);
  }
}
