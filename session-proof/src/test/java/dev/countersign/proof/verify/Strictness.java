package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.WebAuthnEvidence;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * Where the protocol is stricter than WebAuthn on purpose ({@code docs/protocol.md} §6): an
 * assertion with one of these may pass elsewhere and never here.
 */
enum Strictness {
  /** Flags other than exactly UP and UV: a synced key, extensions, attested data, reserved bits. */
  FLAGS,
  /** Authenticator data that is not 37 bytes long. */
  LENGTH,
  /** Client data with another byte than the one text for this challenge and audience. */
  CLIENT_DATA,
  /** A signature that is not in its one DER form. */
  DER;

  static Set<Strictness> of(WebAuthnEvidence evidence, Digest challenge, String audience) {
    EnumSet<Strictness> set = EnumSet.noneOf(Strictness.class);
    Bytes data = evidence.authenticatorData();
    if (data.size() != 37) {
      set.add(LENGTH);
    }
    if (data.size() > 32 && data.at(32) != 0x05) {
      set.add(FLAGS);
    }
    if (!evidence.clientDataJson().equals(ClientData.get(challenge, audience))) {
      set.add(CLIENT_DATA);
    }
    if (!isDer(evidence.signature())) {
      set.add(DER);
    }
    return set;
  }

  private static boolean isDer(Bytes signature) {
    try {
      StandardDSAEncoding.INSTANCE.decode(
          CustomNamedCurves.getByName("P-256").getN(), signature.toArray());
      return true;
    } catch (IOException | RuntimeException notDer) {
      // The decoder reports hostile bytes in either way.
      return false;
    }
  }
}
