package dev.countersign.proof.verify;

import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.x509.CardRules;
import java.util.List;
import java.util.Optional;

/**
 * Whom and what a verification trusts: the gateway's keys and what is enrolled, each with its
 * standing at the moment that is judged. {@code authorize} takes it from live state, {@code
 * examine} from a trust file and a time; the steps that both do see nothing else. So revocation is
 * always the caller's answer, never a look of the verifier's own.
 */
public interface Enrolments {
  /** The one key set that is pinned for the issuer. */
  GatewayKeys keys();

  /** The RP ID used for approvals only. */
  String audience();

  /** Whether this is a demo gateway, the only kind that takes the software key. */
  boolean demo();

  /** The moment that is judged, Unix seconds. */
  long now();

  /** By what the certificates of smart cards are judged. */
  CardRules cards();

  Optional<StoredDevice> device(String jkt);

  Optional<StoredApprover> approver(String id);

  Optional<StoredToken> token(TokenId id);

  /** Whether something enrolled may be used. */
  enum Standing {
    GOOD,
    SUSPENDED,
    REVOKED
  }

  /** An enrolled device and the approver whose it is. */
  record StoredDevice(P256VerifyingKey key, String approver, Standing standing) {}

  /** An enrolled approver. */
  record StoredApprover(String id, String person, List<String> groups, Standing standing) {
    public StoredApprover {
      groups = List.copyOf(groups);
    }
  }

  /**
   * An enrolled token and the approver whose it is.
   *
   * @param demo whether it is the demo's software key
   */
  record StoredToken(Credential credential, String approver, boolean demo, Standing standing) {}
}
