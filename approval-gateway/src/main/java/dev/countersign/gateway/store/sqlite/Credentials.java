package dev.countersign.gateway.store.sqlite;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.x509.Certificate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The public half of a token in the columns {@code kind, cose, aaguid, x5c}. */
final class Credentials {
  private static final byte[] NO_COSE = {};

  private Credentials() {}

  static Credential read(Row row) throws SQLException {
    String kind = row.text("kind");
    try {
      return switch (kind) {
        case Credential.Fido2.KIND ->
            new Credential.Fido2(
                row.bytes("credential_id"),
                CoseKey.read(row.bytes("cose"), RefusalCode.UNKNOWN_TOKEN),
                row.text("aaguid"));
        case Credential.Card.KIND -> card(row, true);
        case Credential.Card.POSSESSION -> card(row, false);
        default -> throw new SQLException("a token of a kind that this gateway does not know");
      };
    } catch (RefusedException damaged) {
      throw new SQLException("a token's key is damaged", damaged);
    }
  }

  private static Credential card(Row row, boolean userVerified)
      throws SQLException, RefusedException {
    List<Certificate> chain = new ArrayList<>();
    for (String each : Columns.strings(row.text("x5c"))) {
      chain.add(Certificate.parseBase64(each));
    }
    return Credential.Card.of(chain, userVerified);
  }

  static byte[] cose(Credential credential) {
    return credential instanceof Credential.Fido2 fido2
        ? CoseKey.write(fido2.key()).toArray()
        : NO_COSE;
  }

  static String aaguid(Credential credential) {
    return credential instanceof Credential.Fido2 fido2 ? fido2.aaguid() : "";
  }

  static String x5c(Credential credential) {
    return Columns.strings(
        credential instanceof Credential.Card card
            ? card.chain().stream().map(Certificate::base64).toList()
            : List.of());
  }
}
