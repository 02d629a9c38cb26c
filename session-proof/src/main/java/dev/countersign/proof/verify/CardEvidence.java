package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.CardJws;
import java.util.Optional;

/**
 * Step 11 for smart cards: the enrolled key signed exactly this statement, with its one algorithm,
 * and its certificate is good now. That the key is the enrolled one is how step 10 found it.
 */
final class CardEvidence {
  private CardEvidence() {}

  static void verify(CardJws jws, Bytes statement, Credential.Card card, Enrolments enrolments)
      throws RefusedException {
    Require.that(
        card.key().jwsAlgorithm().equals(Optional.of(jws.algorithm())),
        RefusalCode.WRONG_ALGORITHM,
        "the algorithm is not the enrolled key's");
    Require.that(
        jws.payload().equals(statement),
        RefusalCode.PAYLOAD_MISMATCH,
        "the card signed something else than this statement, byte for byte");
    Require.that(
        jws.isSignedBy(card.key()),
        RefusalCode.BAD_TOKEN_SIGNATURE,
        "the enrolled card did not sign this");
    enrolments.cards().require(jws.chain(), enrolments.now());
  }
}
