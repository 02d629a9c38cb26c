package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.DeskEvent.TokenChanged.Presence;
import dev.countersign.desktop.audit.DeskEvent.TokenEnrolment.Change;
import dev.countersign.desktop.audit.DeskEvent.Word;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code details} of events, both ways and side by side. Reading refuses any member that
 * writing would not have made.
 */
final class EventCodec {
  private static final String EVENT = "event";

  private EventCodec() {}

  static EventType type(DeskEvent event) {
    return switch (event) {
      case DeskEvent.Started _ -> EventType.START;
      case DeskEvent.Stopped _ -> EventType.STOP;
      case DeskEvent.Recovered _ -> EventType.RECOVERY;
      case DeskEvent.QuietHead _ -> EventType.LOG_HEAD;
      case DeskEvent.TokenChanged _ -> EventType.TOKEN_EVENT;
      case DeskEvent.DeviceEnrolled _, DeskEvent.TokenEnrolment _ -> EventType.ENROLMENT;
      case DeskEvent.SettingChanged _ -> EventType.SETTINGS;
      case DeskEvent.FeedLost _, DeskEvent.FeedRegained _ -> EventType.FEED_LOSS;
      case DeskEvent.Exported _ -> EventType.EXPORT;
      case DeskEvent.WitnessAlarmed _ -> EventType.WITNESS_ALARM;
    };
  }

  static JsonObject details(DeskEvent event) {
    JsonObject.Builder out = JsonObject.builder();
    switch (event) {
      case DeskEvent.Started(String app) -> out.put("app", app);
      case DeskEvent.Stopped() -> {}
      case DeskEvent.Recovered recovered -> {
        out.put("completed", numbers(recovered.completed()));
        recovered.kept().ifPresent(intent -> out.put("kept", intent));
      }
      case DeskEvent.QuietHead(long size, var root, long witnessed) ->
          out.put("size", size).put("root", root).put("witnessed", witnessed);
      case DeskEvent.TokenChanged(Presence presence, String name, String kind) ->
          out.put(EVENT, presence.wire()).put("name", name).put("kind", kind);
      case DeskEvent.DeviceEnrolled(String approver, String audience, String witness) ->
          out.put(EVENT, "device")
              .put("approver", approver)
              .put("aud", audience)
              .put("witness", witness);
      case DeskEvent.TokenEnrolment(Change change, var credential, String name) ->
          out.put(EVENT, change.wire()).put("credential_id", credential).put("name", name);
      case DeskEvent.SettingChanged(String setting, Optional<String> from, String to) ->
          out.put("setting", setting).putIfPresent("from", from).put("to", to);
      case DeskEvent.FeedLost(long since, String reason) ->
          out.put(EVENT, "lost").put("since", since).put("reason", reason);
      case DeskEvent.FeedRegained(long since) -> out.put(EVENT, "regained").put("since", since);
      case DeskEvent.Exported exported -> {
        out.put("format", exported.format())
            .put("first", exported.first())
            .put("end", exported.end())
            .put("redacted", exported.redacted());
        exported.confirmedBy().ifPresent(token -> out.put("confirmed_by", token));
      }
      case DeskEvent.WitnessAlarmed(String witness, String kind, long known, long shown) ->
          out.put("witness", witness).put("kind", kind).put("known", known).put("shown", shown);
    }
    return out.build();
  }

  static DeskEvent read(EventType type, ObjectReader in) throws RefusedException {
    try {
      DeskEvent event =
          switch (type) {
            case START -> new DeskEvent.Started(text(in, "app"));
            case STOP -> new DeskEvent.Stopped();
            case RECOVERY ->
                new DeskEvent.Recovered(numbers(in, "completed"), in.optionalUnsigned("kept"));
            case LOG_HEAD ->
                new DeskEvent.QuietHead(
                    in.unsigned("size"), in.bytes("root", 32), in.unsigned("witnessed"));
            case TOKEN_EVENT ->
                new DeskEvent.TokenChanged(
                    word(in, Presence.values()), text(in, "name"), text(in, "kind"));
            case ENROLMENT -> enrolment(in);
            case SETTINGS -> setting(in);
            case FEED_LOSS -> feed(in);
            case EXPORT ->
                new DeskEvent.Exported(
                    text(in, "format"),
                    in.unsigned("first"),
                    in.unsigned("end"),
                    in.bool("redacted"),
                    in.has("confirmed_by")
                        ? Optional.of(in.bytes("confirmed_by"))
                        : Optional.empty());
            case WITNESS_ALARM ->
                new DeskEvent.WitnessAlarmed(
                    text(in, "witness"),
                    text(in, "kind"),
                    in.unsigned("known"),
                    in.unsigned("shown"));
          };
      in.end();
      return event;
    } catch (IllegalArgumentException impossible) {
      throw in.refused("", "says what cannot be");
    }
  }

  private static DeskEvent enrolment(ObjectReader in) throws RefusedException {
    if (in.string(EVENT).equals("device")) {
      return new DeskEvent.DeviceEnrolled(
          in.identifier("approver"), in.identifier("aud"), in.identifier("witness"));
    }
    return new DeskEvent.TokenEnrolment(
        word(in, Change.values()), in.bytes("credential_id"), text(in, "name"));
  }

  private static DeskEvent setting(ObjectReader in) throws RefusedException {
    Optional<String> from = in.has("from") ? Optional.of(text(in, "from")) : Optional.empty();
    return new DeskEvent.SettingChanged(text(in, "setting"), from, text(in, "to"));
  }

  private static DeskEvent feed(ObjectReader in) throws RefusedException {
    return switch (in.string(EVENT)) {
      case "lost" -> new DeskEvent.FeedLost(in.unsigned("since"), text(in, "reason"));
      case "regained" -> new DeskEvent.FeedRegained(in.unsigned("since"));
      default -> throw unknown(in);
    };
  }

  private static String text(ObjectReader in, String name) throws RefusedException {
    String text = in.string(name);
    if (text.length() > DeskEvent.MAX_TEXT) {
      throw in.refused(name, "is too long");
    }
    return text;
  }

  private static <W extends Word> W word(ObjectReader in, W[] words) throws RefusedException {
    String wire = in.string(EVENT);
    for (W word : words) {
      if (word.wire().equals(wire)) {
        return word;
      }
    }
    throw unknown(in);
  }

  private static RefusedException unknown(ObjectReader in) {
    return in.refused(EVENT, "is not known to this version");
  }

  private static JsonArray numbers(List<Long> numbers) {
    return new JsonArray(numbers.stream().<JsonValue>map(JsonInteger::new).toList());
  }

  private static List<Long> numbers(ObjectReader in, String name) throws RefusedException {
    List<Long> numbers = new ArrayList<>();
    for (JsonValue each : in.array(name)) {
      if (!(each instanceof JsonInteger(long number)) || number < 0) {
        throw in.refused(name, "holds something that is no entry number");
      }
      numbers.add(number);
    }
    return numbers;
  }
}
