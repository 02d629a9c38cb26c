package dev.countersign.gateway.session;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Outcome.Nothing;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.ApproverSessionRecord;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.Standing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The sessions in which devices act for their approvers. A suspended device keeps its session, so
 * that each of its decisions is refused with a code its owner can act on.
 */
public final class ApproverSessions {
  /** How long a session lives when nothing ends it earlier. */
  public static final Duration LIFE = Duration.ofHours(12);

  private final ApprovalStore store;
  private final Ids ids;
  private final InstantSource clock;

  /** A live approver session; times are Unix seconds. */
  public record Open(String sessionId, String approver, String deviceJkt, long expiresAt) {}

  public ApproverSessions(ApprovalStore store, Ids ids, InstantSource clock) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /** Continues the device's live session or starts one; called when it obtains a token. */
  public Outcome<Open> open(String deviceJkt) {
    Optional<Device> device = usable(deviceJkt);
    if (device.isEmpty()) {
      return new Outcome.NotFound<>();
    }
    Optional<ApproverSessionRecord> live = store.sessions().liveApproverSession(deviceJkt);
    return new Outcome.Done<>(open(live.orElseGet(() -> begin(device.get()))));
  }

  private ApproverSessionRecord begin(Device device) {
    long now = clock.instant().getEpochSecond();
    ApproverSessionRecord session =
        new ApproverSessionRecord(
            ids.next("aps_"), device.approver(), device.jkt(), now, now + LIFE.toSeconds(), false);
    store.sessions().start(session);
    return session;
  }

  /** The session if it, its device and its approver are all valid now; called on every call. */
  public Outcome<Open> current(String sessionId, String deviceJkt) {
    Optional<ApproverSessionRecord> live =
        own(sessionId, deviceJkt)
            .filter(session -> session.aliveAt(clock.instant().getEpochSecond()));
    return live.isPresent() && usable(deviceJkt).isPresent()
        ? new Outcome.Done<>(open(live.get()))
        : new Outcome.NotFound<>();
  }

  /** Ends a session. */
  public Outcome<Nothing> end(String sessionId, String deviceJkt) {
    return own(sessionId, deviceJkt).isPresent() && store.sessions().endApproverSession(sessionId)
        ? Outcome.done()
        : new Outcome.NotFound<>();
  }

  private Optional<ApproverSessionRecord> own(String sessionId, String deviceJkt) {
    return store
        .sessions()
        .approverSession(sessionId)
        .filter(session -> session.deviceJkt().equals(deviceJkt));
  }

  private Optional<Device> usable(String deviceJkt) {
    return store
        .directory()
        .device(deviceJkt)
        .filter(device -> device.standing() != Standing.REVOKED)
        .filter(device ->
            store
                .directory()
                .approver(device.approver())
                .filter(approver -> !approver.revoked())
                .isPresent());
  }

  private static Open open(ApproverSessionRecord session) {
    return new Open(session.id(), session.approver(), session.deviceJkt(), session.expiresAt());
  }
}
