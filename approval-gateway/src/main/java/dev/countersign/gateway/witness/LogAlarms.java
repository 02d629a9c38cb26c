package dev.countersign.gateway.witness;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.store.Alarm;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.WitnessedHead;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the alarm when a device shows a log that is not the one that was witnessed: the device is
 * suspended, and the log, the feed and the operator's commands say so.
 */
public final class LogAlarms {
  private static final Logger LOG = LoggerFactory.getLogger(LogAlarms.class);

  private final ApprovalStore store;
  private final Ids ids;

  public LogAlarms(ApprovalStore store, Ids ids) {
    this.store = store;
    this.ids = ids;
  }

  /**
   * Suspends the device. Does nothing if there is no head to compare with, or the device is not
   * active any more: then there is an alarm already, or it was revoked.
   *
   * @param correlationId of the call or request in which it was noticed
   */
  public void raise(String deviceJkt, WitnessedHead shown, String correlationId) {
    store
        .directory()
        .device(deviceJkt)
        .ifPresent(device ->
            store
                .witnesses()
                .head(deviceJkt)
                .map(witnessed ->
                    new Alarm(
                        ids.next("alarm_"),
                        0,
                        Alarm.kind(witnessed, shown),
                        device,
                        correlationId,
                        witnessed,
                        shown))
                .filter(store.witnesses()::suspend)
                .ifPresent(LogAlarms::tell));
  }

  private static void tell(Alarm alarm) {
    LOG.error(
        "{} ALARM {} {}: device {} of {} is suspended; witnessed {} entries, root {};"
            + " it showed {} entries, root {}",
        alarm.correlationId(),
        alarm.id(),
        alarm.kind().wire(),
        alarm.device().jkt(),
        alarm.device().approver(),
        alarm.witnessed().size(),
        alarm.witnessed().root().base64Url(),
        alarm.shown().size(),
        alarm.shown().root().base64Url());
  }

  /** The alarms about an approver's devices, oldest first. */
  public List<Alarm> of(String approver) {
    return store.witnesses().alarms().stream()
        .filter(alarm -> alarm.device().approver().equals(approver))
        .toList();
  }

  /** How many devices wait for the operator: suspended after an alarm, not revoked yet. */
  public long open() {
    return store.witnesses().alarms().stream().filter(LogAlarms::isOpen).count();
  }

  /** Whether the operator has not dealt with it: the device is still suspended. */
  public static boolean isOpen(Alarm alarm) {
    return alarm.device().standing() == Standing.SUSPENDED;
  }
}
