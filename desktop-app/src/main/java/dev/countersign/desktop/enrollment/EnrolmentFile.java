package dev.countersign.desktop.enrollment;

import dev.countersign.desktop.approval.DeskIdentity;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.log.NoteKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * The pins of an open desk and the file they are kept in. A change counts once it is durable; the
 * decisions begun after that see it. Safe for use by several threads.
 */
public final class EnrolmentFile {
  private final Path file;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile EnrolmentPins pins;

  private EnrolmentFile(Path file, EnrolmentPins pins) {
    this.file = file;
    this.pins = pins;
  }

  /**
   * Opens the file of an enrolled device.
   *
   * @throws IOException when it is absent, readable by others, or not as it was written
   */
  public static EnrolmentFile open(Path file) throws IOException {
    return new EnrolmentFile(file, EnrolmentPins.load(file));
  }

  /** The pins as they are now. */
  public EnrolmentPins pins() {
    return pins;
  }

  /** The enrolled tokens as they are now. */
  public List<EnrolledCredential> credentials() {
    return pins.credentials();
  }

  /**
   * Changes the pins, durably first.
   *
   * @throws IOException when they could not be written; the old ones stay
   */
  public void change(UnaryOperator<EnrolmentPins> change) throws IOException {
    synchronized (this) {
      EnrolmentPins changed = change.apply(pins);
      changed.save(file);
      pins = changed;
    }
    listeners.forEach(Runnable::run);
  }

  /** Reports every later change, on the thread that made it. */
  public Subscription onChange(Runnable changed) {
    listeners.add(changed);
    return () -> listeners.remove(changed);
  }

  /**
   * What decisions on this device work with.
   *
   * @param logOrigin the origin of this device's audit log, under which it signs checkpoints
   */
  public DeskIdentity identity(DeviceKey device, String logOrigin, DecisionStatement.App app) {
    EnrolmentPins now = pins;
    return new DeskIdentity(
        now.approver(),
        device,
        NoteKeys.deviceSigner(logOrigin, device),
        new DeskIdentity.Pins(
            now.audience(),
            now.gatewayKeys(),
            NoteKeys.witnessVerifier(now.witness().name(), now.witness().key()),
            this::credentials),
        app);
  }
}
