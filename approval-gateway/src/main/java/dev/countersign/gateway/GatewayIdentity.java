package dev.countersign.gateway;

import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.request.GatewayKeys;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who this gateway is. The epoch is not here: it belongs to the ledger, see the store.
 *
 * @param issuer {@code iss}; begins with {@code demo.} exactly when this is a demo gateway
 * @param audience {@code aud}, the WebAuthn RP id used for approvals only
 * @param signingKey signs requests, challenges, receipts, grants and redemptions
 * @param notBefore Unix seconds; the first second in which that key's signatures count
 * @param notAfter Unix seconds; the first second in which they no longer count
 * @param witnessName the key name in the witness's signature lines
 * @param witnessKey cosigns the log heads of devices
 */
public record GatewayIdentity(
    String issuer,
    String audience,
    Ed25519SigningKey signingKey,
    long notBefore,
    long notAfter,
    String witnessName,
    Ed25519SigningKey witnessKey) {
  private static final String DEMO = "demo.";

  /** Whether this gateway accepts the software demo key; no other gateway ever does. */
  public boolean demo() {
    return issuer.startsWith(DEMO);
  }

  /** The key set that verifiers pin for this gateway. */
  public GatewayKeys keys() {
    return new GatewayKeys(
        issuer,
        List.of(
            new GatewayKeys.Pinned(
                signingKey.publicKey(), notBefore, notAfter, OptionalLong.empty())));
  }
}
