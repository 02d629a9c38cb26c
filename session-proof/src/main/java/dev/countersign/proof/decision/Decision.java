package dev.countersign.proof.decision;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import java.util.Locale;

/** What an approver decides. */
public enum Decision {
  APPROVE,
  DENY,
  /** Denies and ends the requester's session. */
  DENY_AND_REVOKE;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isApproval() {
    return this == APPROVE;
  }

  /** Takes the member {@code decision}. */
  public static Decision read(ObjectReader reader) throws RefusedException {
    String text = reader.string("decision");
    for (Decision decision : values()) {
      if (decision.wire().equals(text)) {
        return decision;
      }
    }
    throw reader.refused("decision", "is not approve, deny or deny_and_revoke");
  }
}
