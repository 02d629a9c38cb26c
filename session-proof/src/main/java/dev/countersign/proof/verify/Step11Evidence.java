package dev.countersign.proof.verify;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.decision.X509Evidence;

/** Step 11: the enrolled token made the evidence over {@code C}, with its user's verification. */
final class Step11Evidence<B extends BeforeDevice> {
  private final Step10Token<B> step10;
  private final long counter;

  Step11Evidence(Step10Token<B> step10, Enrolments enrolments) throws RefusedException {
    this.step10 = step10;
    Step1Form form = step10.step8().before().form();
    Evidence evidence = form.proof().evidence();
    counter =
        switch (step10.token().credential()) {
          case Credential.Fido2 fido2 when evidence instanceof WebAuthnEvidence webAuthn ->
              Assertion.verify(webAuthn, form.challenge(), enrolments.audience(), fido2.key());
          case Credential.Card card when evidence instanceof X509Evidence x509 -> {
            CardEvidence.verify(x509.jws(), form.proof().statement(), card, enrolments);
            yield 0; // cards keep no counter
          }
          case Credential.Fido2 _, Credential.Card _ ->
              throw new IllegalStateException("a token for evidence of another kind");
        };
  }

  Step10Token<B> step10() {
    return step10;
  }

  /** The token's signature counter; 0 if it keeps none. */
  long counter() {
    return counter;
  }
}
