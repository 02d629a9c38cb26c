package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.verify.Enrolments.StoredDevice;

/** Step 8: the device is enrolled and in good standing, and its key signed the statement. */
final class Step8Device<B extends BeforeDevice> {
  private final B before;
  private final StoredDevice device;

  /**
   * Checks the device that the statement names.
   *
   * @param callerJkt the key that authenticated the submitting call; an examination has no call,
   *     and gives the statement's own
   */
  Step8Device(B before, String callerJkt, Enrolments enrolments) throws RefusedException {
    this.before = before;
    DecisionStatement statement = before.form().statement();
    device = enrolled(statement.deviceJkt(), enrolments);
    byte[] d = before.form().proof().statement().toArray();
    Require.that(
        device
            .key()
            .verifies(
                DecisionStatement.deviceSigned(d),
                before.form().proof().deviceSignature().toArray()),
        RefusalCode.BAD_DEVICE_SIGNATURE,
        "the enrolled device key did not sign this statement");
    Require.that(
        callerJkt.equals(statement.deviceJkt()) && device.approver().equals(statement.approver()),
        RefusalCode.DEVICE_MISMATCH,
        "the statement is of another device than this call or this approver");
  }

  /** The enrolled device of a thumbprint, in good standing. */
  static StoredDevice enrolled(String jkt, Enrolments enrolments) throws RefusedException {
    StoredDevice found =
        Require.known(
            enrolments.device(jkt), RefusalCode.UNKNOWN_DEVICE, "the device is not enrolled");
    Require.goodStanding(
        found.standing(), RefusalCode.DEVICE_SUSPENDED, RefusalCode.DEVICE_REVOKED, "device");
    return found;
  }

  B before() {
    return before;
  }

  StoredDevice device() {
    return device;
  }
}
