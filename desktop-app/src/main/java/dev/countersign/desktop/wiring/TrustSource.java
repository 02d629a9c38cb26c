package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.GatewayAnswer;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.submission.GatewayAlarm;
import dev.countersign.desktop.submission.GatewayClient;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.trust.TrustSnapshot;
import dev.countersign.desktop.ui.trust.TrustSnapshot.Standing;
import dev.countersign.desktop.witness.SecondWitnesses;
import dev.countersign.desktop.witness.WitnessAlarm;
import dev.countersign.desktop.witness.WitnessState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's alarms about this approver's devices, as they were heard last, and what the second
 * witnesses said. What was heard stays until the gateway says otherwise.
 */
final class TrustSource implements LiveSource<TrustSnapshot> {
  private static final Logger LOG = LoggerFactory.getLogger(TrustSource.class);
  private static final int ID_SHOWN = 8;

  private final GatewayClient gateway;
  private final SecondWitnesses witnesses;
  private final String ownJkt;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile List<GatewayAlarm> heard = List.of();

  TrustSource(GatewayClient gateway, SecondWitnesses witnesses, String ownJkt) {
    this.gateway = gateway;
    this.witnesses = witnesses;
    this.ownJkt = ownJkt;
  }

  /** Asks the gateway for its alarms; blocks. */
  void refresh() throws InterruptedException {
    switch (gateway.alarms()) {
      case GatewayAnswer.Given<List<GatewayAlarm>>(List<GatewayAlarm> alarms) -> {
        heard = alarms;
        listeners.forEach(Runnable::run);
      }
      case GatewayAnswer.Refused<List<GatewayAlarm>> refused ->
          LOG.warn("the gateway does not tell its alarms ({})", refused.code());
      case GatewayAnswer.NoAnswer<List<GatewayAlarm>>(String reason) ->
          LOG.warn("the gateway's alarms are not known: {}", reason);
    }
  }

  @Override
  public TrustSnapshot load() {
    List<TrustSnapshot.Alarm> alarms = new ArrayList<>();
    heard.stream().filter(GatewayAlarm::open).map(this::alarm).forEach(alarms::add);
    List<TrustSnapshot.Witness> shown = new ArrayList<>();
    for (SecondWitnesses.Shown each : witnesses.shown()) {
      shown.add(witness(each));
      if (each.state() instanceof WitnessState.Alarmed(WitnessAlarm alarm)) {
        alarms.add(alarm(each.name(), alarm));
      }
    }
    return new TrustSnapshot(alarms, shown);
  }

  @Override
  public Subscription onChange(Runnable changed) {
    listeners.add(changed);
    Subscription said = witnesses.onChange(changed);
    return () -> {
      listeners.remove(changed);
      said.close();
    };
  }

  private TrustSnapshot.Alarm alarm(GatewayAlarm alarm) {
    String what =
        alarm.kind().equals("roll_back")
            ? "a shorter audit log than the gateway had witnessed (%,d entries, not %,d)"
            : "another audit log than the gateway had witnessed (%,d entries against %,d)";
    String shown =
        String.format(Locale.ROOT, what, alarm.heads().shown(), alarm.heads().witnessed());
    boolean own = alarm.deviceJkt().equals(ownJkt);
    String who =
        own
            ? "This device is suspended: it showed "
            : "Another device of yours (" + brief(alarm.deviceJkt()) + ") is suspended: it showed ";
    String advice =
        own
            ? "Nothing decided here counts. Its folder may have been restored or copied. Keep it as"
                + " evidence and call your operator: the way back is a new enrolment."
            : "If you did not restore or move it yourself, somebody may use a copy of it. Call your"
                + " operator.";
    return new TrustSnapshot.Alarm(
        who + shown + ".",
        advice,
        "correlation id " + alarm.correlationId(),
        Instant.ofEpochSecond(alarm.at()));
  }

  private static TrustSnapshot.Alarm alarm(String witness, WitnessAlarm alarm) {
    return new TrustSnapshot.Alarm(
        alarm.sentence(witness),
        "Nothing can be decided here. Keep this device's folder as evidence and call your operator.",
        "second witness " + witness,
        Instant.ofEpochSecond(alarm.at()));
  }

  private static String brief(String jkt) {
    return jkt.substring(0, Math.min(ID_SHOWN, jkt.length()));
  }

  private static TrustSnapshot.Witness witness(SecondWitnesses.Shown each) {
    return switch (each.state()) {
      case WitnessState.NotAsked _ ->
          new TrustSnapshot.Witness(each.name(), Standing.NOT_ASKED, "not asked yet");
      case WitnessState.Cosigned(long size, var _) ->
          new TrustSnapshot.Witness(
              each.name(),
              Standing.COSIGNED,
              String.format(Locale.ROOT, "cosigned %,d entries", size));
      case WitnessState.Silent(String reason, var _) ->
          new TrustSnapshot.Witness(each.name(), Standing.SILENT, reason);
      case WitnessState.Alarmed _ ->
          new TrustSnapshot.Witness(each.name(), Standing.ALARMED, "contradicts this log");
    };
  }
}
