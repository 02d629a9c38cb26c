package dev.countersign.gateway.main;

import dev.countersign.gateway.store.Alarm;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.log.LogKeyText;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Devices: what the witness remembers of them, its alarms, and their end. */
@Command(name = "device", description = "Devices: list, show, revoke.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class DeviceCommand {
  @ParentCommand private GatewayMain parent;
  @Spec private CommandSpec spec;

  private record Shown(
      Device device, Optional<WitnessedHead> head, OptionalLong since, List<Alarm> alarms) {
    static Shown of(ApprovalStore store, Device device, List<Alarm> all) {
      return new Shown(
          device,
          store.witnesses().head(device.jkt()),
          store.witnesses().since(device.jkt()),
          all.stream().filter(alarm -> alarm.device().jkt().equals(device.jkt())).toList());
    }

    String standing() {
      return device.standing().name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(
      name = "list",
      description =
          "List the devices: thumbprint, approver, standing, witnessed log size and since when,"
              + " number of alarms.")
  int list(@Mixin DataOption data, @Option(names = "--json") boolean json) throws Exception {
    List<Shown> devices =
        data.withStore(
            parent.clock(),
            (store, operator) -> {
              List<Alarm> alarms = store.witnesses().alarms();
              return store.directory().devices().stream()
                  .map(device -> Shown.of(store, device, alarms))
                  .toList();
            });
    if (json) {
      List<JsonValue> items = new ArrayList<>();
      devices.forEach(each -> items.add(json(each)));
      JsonObject document = JsonObject.builder().put("devices", new JsonArray(items)).build();
      out().println(JsonWriter.compactText(document));
    } else {
      devices.forEach(each -> out().println(line(each)));
    }
    return GatewayMain.YES;
  }

  @Command(name = "show", description = "Show one device and the alarms about its log.")
  int show(
      @Mixin DataOption data,
      @Option(names = "--jkt", required = true, description = "its key's thumbprint") String jkt,
      @Option(names = "--json") boolean json)
      throws Exception {
    Optional<Shown> found =
        data.withStore(
            parent.clock(),
            (store, operator) ->
                store
                    .directory()
                    .device(jkt)
                    .map(device -> Shown.of(store, device, store.witnesses().alarms())));
    if (found.isEmpty()) {
      out().println("not known");
      return GatewayMain.NO;
    }
    if (json) {
      out().println(JsonWriter.compactText(json(found.get())));
    } else {
      out().println(line(found.get()));
      out().println("log key " + logKey(found.get().device()));
      found.get().alarms().forEach(alarm -> out().println(line(alarm)));
    }
    return GatewayMain.YES;
  }

  @Command(name = "revoke", description = "Revoke a device and end its sessions, at once.")
  int revoke(
      @Mixin DataOption data,
      @Option(names = "--jkt", required = true, description = "its key's thumbprint") String jkt)
      throws Exception {
    return ClientAnswers.revoked(
        spec, data.withStore(parent.clock(), (store, operator) -> operator.revokeDevice(jkt)));
  }

  /** What whoever is to be a second witness of this device's log needs. */
  private static String logKey(Device device) {
    return LogKeyText.of(LogHead.originOf(device.jkt()), device.key());
  }

  private static String line(Shown shown) {
    String witnessed =
        shown
            .head()
            .map(head -> head.size() + " entries since " + time(shown.since().orElse(0)))
            .orElse("nothing witnessed");
    String alarms = shown.alarms().isEmpty() ? "" : "\tALARMS " + shown.alarms().size();
    return String.join(
            "\t", shown.device().jkt(), shown.device().approver(), shown.standing(), witnessed)
        + alarms;
  }

  private static String line(Alarm alarm) {
    return String.format(
        Locale.ROOT,
        "ALARM %s %s at %s, correlation id %s%n  witnessed %d entries, root %s%n"
            + "  it showed %d entries, root %s",
        alarm.id(),
        alarm.kind().wire(),
        time(alarm.at()),
        alarm.correlationId(),
        alarm.witnessed().size(),
        alarm.witnessed().root().base64Url(),
        alarm.shown().size(),
        alarm.shown().root().base64Url());
  }

  private static String time(long seconds) {
    return Instant.ofEpochSecond(seconds).toString();
  }

  private static JsonObject json(Shown shown) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("jkt", shown.device().jkt())
            .put("approver", shown.device().approver())
            .put("standing", shown.standing())
            .put("log_key", logKey(shown.device()));
    shown.head().ifPresent(head -> json.put("witnessed", json(head)));
    shown.since().ifPresent(at -> json.put("witnessed_at", at));
    List<JsonValue> alarms = new ArrayList<>();
    shown.alarms().forEach(alarm -> alarms.add(json(alarm)));
    return json.put("alarms", new JsonArray(alarms)).build();
  }

  private static JsonObject json(Alarm alarm) {
    return JsonObject.builder()
        .put("id", alarm.id())
        .put("at", alarm.at())
        .put("kind", alarm.kind().wire())
        .put("correlation_id", alarm.correlationId())
        .put("witnessed", json(alarm.witnessed()))
        .put("shown", json(alarm.shown()))
        .build();
  }

  private static JsonObject json(WitnessedHead head) {
    return JsonObject.builder()
        .put("size", head.size())
        .put("root", head.root().base64Url())
        .build();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
