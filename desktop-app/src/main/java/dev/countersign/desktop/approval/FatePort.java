package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.util.List;

/** Asks the gateway what became of a decision whose proof is not here. */
public interface FatePort {
  /** What it answered; receipts are not checked yet. */
  sealed interface Fate {
    /** The challenge was used; the receipts of this device on that request. */
    record Counted(List<Bytes> receipts) implements Fate {}

    /** It was not used and cannot be any more. */
    record NotCounted() implements Fate {}

    /** It can still be used. */
    record Open() implements Fate {}
  }

  /** By the digest of the session challenge, which stands in the intent. */
  GatewayAnswer<Fate> fate(Digest challengeSha256) throws InterruptedException;
}
