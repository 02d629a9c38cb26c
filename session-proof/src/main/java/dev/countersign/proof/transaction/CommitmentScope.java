package dev.countersign.proof.transaction;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.HmacSha256;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;

/**
 * The one ask for which commitments are made. The requester knows all of it before the gateway has
 * seen the ask; the executor finds it again through the {@code ask_sha256} that the gateway signed.
 * A commitment copied into another ask, session, gateway or place opens nowhere.
 */
public record CommitmentScope(String issuer, String sessionId, String askId) {
  private static final String TYPE = "application/vnd.countersign.committed-secret.v1";

  /** The scope in the hand of the requester, who is about to sign an ask with these ids. */
  public CommitmentScope {
    // Identifiers have no space, so that the one text below has one meaning.
    if (issuer.contains(" ") || sessionId.contains(" ") || askId.contains(" ")) {
      throw new IllegalArgumentException("an identifier has no space");
    }
  }

  /**
   * The scope in the hand of the executor.
   *
   * @param askEnvelope the requester's signed ask, as it travelled
   * @throws RefusedException {@code request_mismatch} if the request was not issued for that ask;
   *     otherwise the code of a malformed ask
   */
  public static CommitmentScope of(VerifiedRequest request, byte[] askEnvelope)
      throws RefusedException {
    Envelope envelope = Envelope.parse(askEnvelope, PayloadType.ASK);
    // The gateway checked the ask's signature before it signed its digest.
    if (!envelope.digest().equals(request.request().askSha256())) {
      throw new RefusedException(
          RefusalCode.REQUEST_MISMATCH, "the request was issued for another ask");
    }
    Ask ask = Ask.read(envelope.json());
    return new CommitmentScope(ask.issuer(), ask.sessionId(), ask.askId());
  }

  /**
   * The code of a value at a place: HMAC-SHA256 under the salt over {@code PAE(TYPE, PAE(iss SP
   * session_id SP ask_id SP kind SP pointer, value))}.
   *
   * @param place from the root of the ask, which is also its place in the request
   */
  Bytes mac(Pointer place, Commitment.Kind kind, byte[] salt, byte[] value) {
    String scope = String.join(" ", issuer, sessionId, askId, kind.wire(), place.toString());
    return HmacSha256.of(salt, Pae.encode(TYPE, Pae.encode(scope, value)));
  }
}
