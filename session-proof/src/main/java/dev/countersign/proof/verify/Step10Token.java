package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.verify.Enrolments.StoredToken;

/** Step 10: the token is this approver's, in good standing, and of a kind that is allowed. */
final class Step10Token<B extends BeforeDevice> {
  private final Step8Device<B> step8;
  private final StoredToken token;

  Step10Token(Step9Approver<B> step9, Enrolments enrolments) throws RefusedException {
    step8 = step9.step8();
    String approver = step8.before().form().statement().approver();
    TokenId id = step8.before().form().proof().evidence().token();
    token = TokenEvidence.enrolled(id, approver, enrolments);
    Require.that(
        isAllowed(step8.before().request().request().confirmation(), token.credential()),
        RefusalCode.TOKEN_NOT_ALLOWED,
        "the request does not allow this kind of token");
  }

  private static boolean isAllowed(Confirmation confirmation, Credential credential) {
    boolean model =
        switch (credential) {
          case Credential.Fido2 fido2 ->
              confirmation.aaguids().isEmpty() || confirmation.aaguids().contains(fido2.aaguid());
          case Credential.Card _ -> true; // models are a matter of FIDO2
        };
    return model && confirmation.tokenKinds().contains(credential.kind());
  }

  Step8Device<B> step8() {
    return step8;
  }

  StoredToken token() {
    return token;
  }
}
