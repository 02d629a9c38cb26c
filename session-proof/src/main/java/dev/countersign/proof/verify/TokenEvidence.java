package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.verify.Enrolments.StoredToken;

/**
 * What an enrolled token made of a statement: the same rules for decisions and for step-ups, for
 * every kind of token.
 */
final class TokenEvidence {
  private TokenEvidence() {}

  /** The token of this approver, in good standing; the demo's only at a demo gateway. */
  static StoredToken enrolled(TokenId id, String approver, Enrolments enrolments)
      throws RefusedException {
    StoredToken token =
        Require.known(
            enrolments.token(id).filter(found -> found.approver().equals(approver)),
            RefusalCode.UNKNOWN_TOKEN,
            "the token is not enrolled to this approver");
    Require.goodStanding(
        token.standing(), RefusalCode.TOKEN_SUSPENDED, RefusalCode.TOKEN_REVOKED, "token");
    Require.that(
        !token.demo() || enrolments.demo(),
        RefusalCode.DEMO_KEY_REFUSED,
        "the demo key is worth nothing here");
    return token;
  }

  /**
   * Checks the evidence.
   *
   * @param challenge the statement's digest under its own type, which a FIDO2 key signs
   * @param statement the exact bytes, which a card signs
   * @return the token's signature counter; 0 if it keeps none
   */
  static long verify(
      Evidence evidence,
      Digest challenge,
      Bytes statement,
      Credential credential,
      Enrolments enrolments)
      throws RefusedException {
    return switch (credential) {
      case Credential.Fido2 fido2 when evidence instanceof WebAuthnEvidence webAuthn ->
          Assertion.verify(webAuthn, challenge, enrolments.audience(), fido2.key());
      case Credential.Card card when evidence instanceof X509Evidence x509 -> {
        CardEvidence.verify(x509.jws(), statement, card, enrolments);
        yield 0; // cards keep no counter
      }
      case Credential.Fido2 _, Credential.Card _ ->
          throw new IllegalStateException("a token for evidence of another kind");
    };
  }
}
