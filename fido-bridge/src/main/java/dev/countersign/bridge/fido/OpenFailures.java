package dev.countersign.bridge.fido;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;

/** Why a device cannot be opened, in words with the remedy. For those that open devices. */
public final class OpenFailures {

  private static final String NO_PERMISSION =
      "This user may not open the key. Install a udev rule that gives it to the person at the"
          + " screen, for example in /etc/udev/rules.d/70-fido.rules: KERNEL==\"hidraw*\","
          + " SUBSYSTEM==\"hidraw\", ENV{ID_FIDO_TOKEN}==\"1\", TAG+=\"uaccess\"; then plug the key"
          + " in again.";

  private static final String HELD =
      "Another program holds it, or a remote desktop or virtual machine has taken it. Close or"
          + " disconnect that, or plug the key in again.";

  private OpenFailures() {}

  /** The system does not let this user; names the udev rule that does. */
  public static TokenFailure notPermitted() {
    return new Unusable(Reason.PERMISSION_DENIED, NO_PERMISSION);
  }

  /** Something else has taken it. */
  public static TokenFailure inUse() {
    return new Unusable(Reason.IN_USE, HELD);
  }
}
