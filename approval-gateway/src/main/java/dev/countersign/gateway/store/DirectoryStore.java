package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.verify.ConfirmedChange;
import java.util.List;
import java.util.Optional;

/** Who is enrolled and registered. Every revocation takes effect with the call's return. */
public interface DirectoryStore {
  /**
   * Adds an approver.
   *
   * @return false if the id is taken
   */
  boolean addApprover(Approver approver);

  Optional<Approver> approver(String id);

  List<Approver> approvers();

  /** Revokes an approver and ends the approver's sessions. */
  boolean revokeApprover(String id);

  Optional<Device> device(String jkt);

  List<Device> devices();

  /** Suspends or revokes a device; revoking it ends its approver sessions. */
  boolean setStanding(Device device, Standing standing);

  Optional<Token> token(Bytes credentialId);

  List<Token> tokens();

  boolean setStanding(Token token, Standing standing);

  /**
   * Makes a change of tokens that a step-up confirmed, in one transaction with the signing token's
   * counter and the record of it.
   *
   * @param added the new token, if the change adds one, and not otherwise
   * @param accepted recorded exactly if the change is made
   */
  TokenChangeOutcome change(ConfirmedChange confirmed, Optional<Token> added, Attempt accepted);

  /**
   * Registers a requester or executor.
   *
   * @return false if the id is taken
   */
  boolean addClient(Client client);

  Optional<Client> client(String id);

  List<Client> clients();

  /** Revokes a client and ends its requester sessions as {@link SessionStore#end} does. */
  boolean revokeClient(String id);

  boolean addEnrolmentCode(EnrolmentCode code);

  /** Counts one presentation of a code; the answer has it counted. */
  Optional<EnrolmentCode> countEnrolmentAttempt(Digest codeSha256);

  /**
   * Uses up a code and enrols its device and token in one transaction. A card that is this
   * approver's already, and good, stays as it is enrolled, and serves the new device too: unlike a
   * FIDO2 key it has one key for all.
   *
   * @param accepted recorded in the same transaction, exactly if it is enrolled
   * @return the token as it is enrolled; empty, and nothing changed, if the code is unknown, used,
   *     expired under the store's clock or another approver's, or if the device or else the
   *     credential is or was enrolled already
   */
  Optional<Token> enrol(Digest codeSha256, Device device, Token token, Attempt accepted);
}
