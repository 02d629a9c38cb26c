package dev.countersign.gateway.enrollment;

import dev.countersign.gateway.store.Approver;
import dev.countersign.gateway.store.Client;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.gateway.store.EnrolmentCode;
import dev.countersign.gateway.store.Standing;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.request.Requester;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the operator of a gateway does at its console: register, revoke. */
public final class Operator {
  /** How long an enrolment code may be presented. */
  public static final Duration CODE_LIFE = Duration.ofMinutes(15);

  private final DirectoryStore directory;
  private final SecureRandom random;
  private final InstantSource clock;

  public Operator(DirectoryStore directory, SecureRandom random, InstantSource clock) {
    this.directory = directory;
    this.random = random;
    this.clock = clock;
  }

  /** Adds an approver; false if the id is taken. */
  public boolean addApprover(String id, String person, List<String> groups) {
    return directory.addApprover(new Approver(id, person, groups, false));
  }

  /** A new one-time code for an approver, shown once; empty if there is no such approver. */
  public Optional<String> newCode(String approver) {
    if (directory.approver(approver).filter(known -> !known.revoked()).isEmpty()) {
      return Optional.empty();
    }
    String code = OneTimeCode.draw(random);
    long expires = clock.instant().plus(CODE_LIFE).getEpochSecond();
    directory.addEnrolmentCode(
        new EnrolmentCode(OneTimeCode.digest(code).orElseThrow(), approver, expires, 0, false));
    return Optional.of(code);
  }

  /** Registers a requester of one type; false if the id is taken. */
  public boolean addRequester(String id, Requester.Type type, P256VerifyingKey key) {
    return directory.addClient(
        new Client(id, Client.Role.REQUESTER, key, List.of(type.wire()), false));
  }

  /**
   * Registers an executor; false if the id is taken.
   *
   * @param types the detail types it carries out; {@link Client#EVERY_TYPE} for all others
   */
  public boolean addExecutor(String id, List<String> types, P256VerifyingKey key) {
    return directory.addClient(new Client(id, Client.Role.EXECUTOR, key, types, false));
  }

  /** Revokes a requester or executor; false if there is none. */
  public boolean revokeClient(String id) {
    return directory.revokeClient(id);
  }

  /** Revokes an approver; false if there is none. */
  public boolean revokeApprover(String id) {
    return directory.revokeApprover(id);
  }

  /** Revokes a device by its key's thumbprint; false if there is none. */
  public boolean revokeDevice(String jkt) {
    return directory
        .device(jkt)
        .map(device -> directory.setStanding(device, Standing.REVOKED))
        .orElse(false);
  }

  /** Revokes a token; false if there is none. */
  public boolean revokeToken(Bytes credentialId) {
    return directory
        .token(credentialId)
        .map(token -> directory.setStanding(token, Standing.REVOKED))
        .orElse(false);
  }
}
