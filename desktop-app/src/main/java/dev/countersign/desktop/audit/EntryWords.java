package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An entry that is no decision, for a person. Sentences may hold texts from outside.
 *
 * @param sentence what happened
 * @param meaning what that says about the log or the device, and what it does not
 * @param facts what the entry holds, in a fixed order
 */
public record EntryWords(String sentence, String meaning, SequencedMap<String, String> facts) {

  /** The words of any entry; of a decision's entries those of one that stands alone. */
  public static EntryWords of(AuditEntry entry) {
    LinkedHashMap<String, String> facts = new LinkedHashMap<>();
    return switch (entry.content()) {
      case Content.Begun(long _, Genesis genesis) -> {
        facts.put("log", genesis.origin());
        facts.put("device", genesis.deviceJkt());
        facts.put("gateway", genesis.issuer());
        yield new EntryWords(
            "The log of this device begins.",
            "The gateway takes this device's first head only together with this entry.",
            facts);
      }
      case Content.Happened(long _, DeskEvent event) -> {
        addFacts(facts, event);
        yield new EntryWords(sentence(event), meaning(event), facts);
      }
      case Content.Unreadable(String reason) -> {
        facts.put("reason", reason);
        yield new EntryWords(
            "Entry " + entry.index() + " cannot be read by this version.",
            "It is covered by the log's tree like every other; only its meaning is not known here.",
            facts);
      }
      case Content.Ended ended -> {
        facts.putAll(EntryFacts.of(entry).values());
        yield new EntryWords(
            "An outcome that belongs to no intent (entry " + ended.intentIndex() + " is none).",
            "The desk writes an outcome only after its intent, so this needs to be looked into.",
            facts);
      }
      case Content.Intended _ -> {
        facts.putAll(EntryFacts.of(entry).values());
        yield new EntryWords(
            "A decision was about to be signed.",
            "It was written before the key was asked.",
            facts);
      }
    };
  }

  /** Everything in it that can be searched for. */
  public String searched() {
    return sentence + "\n" + String.join("\n", facts.values());
  }

  private static String sentence(DeskEvent event) {
    return switch (event) {
      case DeskEvent.Started(String app) -> "The desk was opened (" + app + ").";
      case DeskEvent.Stopped() -> "The desk was closed.";
      case DeskEvent.Recovered recovered ->
          "The desk had not ended as it should: "
              + decisions(recovered.completed().size())
              + " without an outcome"
              + (recovered.kept().isPresent() ? ", and one whose proof may have been sent." : ".");
      case DeskEvent.QuietHead quiet ->
          count("Nothing had been written for an hour; the log had %,d entries.", quiet.size());
      case DeskEvent.TokenChanged(var presence, String name, String _) ->
          name
              + (presence == DeskEvent.TokenChanged.Presence.PLUGGED
                  ? " was plugged in."
                  : " was removed.");
      case DeskEvent.DeviceEnrolled(String approver, String _, String _) ->
          "This device was enrolled for " + approver + ".";
      case DeskEvent.TokenEnrolment(var change, var _, String name) ->
          switch (change) {
            case TOKEN_ADDED -> "The token “" + name + "” was enrolled.";
            case TOKEN_RENAMED -> "A token was renamed to “" + name + "”.";
            case TOKEN_REVOKED -> "The token “" + name + "” was revoked.";
          };
      case DeskEvent.SettingChanged(String setting, Optional<String> from, String to) ->
          "The setting "
              + setting
              + " was changed"
              + from.map(before -> " from “" + before + "”").orElse("")
              + " to “"
              + to
              + "”.";
      case DeskEvent.FeedLost(long _, String reason) ->
          "The gateway was no longer followed: " + reason + ".";
      case DeskEvent.FeedRegained _ -> "The gateway is followed again.";
      case DeskEvent.Exported exported ->
          count("%,d entries left this device", exported.end() - exported.first())
              + " as "
              + exported.format()
              + (exported.redacted() ? ", some of them without their content." : ".");
      case DeskEvent.WitnessAlarmed(String witness, String kind, long _, long _) ->
          "The witness " + witness + " contradicted this log (" + kind.replace('_', ' ') + ").";
    };
  }

  private static String meaning(DeskEvent event) {
    return switch (event) {
      case DeskEvent.Started _ ->
          "From here on decisions could be made. A start without a later stop was a crash.";
      case DeskEvent.Stopped _ -> "It ended as it should.";
      case DeskEvent.Recovered _ ->
          "Each such decision was completed as unknown, and the gateway is asked what became of"
              + " it.";
      case DeskEvent.QuietHead _ ->
          "Once the witness signed it, it proves that nothing was left out of that time later.";
      case DeskEvent.TokenChanged _ ->
          "The name is what the token says of itself; plugging one in proves nothing.";
      case DeskEvent.DeviceEnrolled _ -> "Decisions of this device count for this person only.";
      case DeskEvent.TokenEnrolment _ ->
          "The gateway took the change before it was written here; a further token needs one that"
              + " is enrolled to agree.";
      case DeskEvent.SettingChanged _ -> "Made on this device, by whoever can write its folder.";
      case DeskEvent.FeedLost _ -> "Requests may have come and ended unseen from then on.";
      case DeskEvent.FeedRegained _ -> "What was pending then was read anew.";
      case DeskEvent.Exported exported ->
          exported.confirmedBy().isPresent()
              ? "Written before anything left, after the token named below had signed this export."
              : "Written before anything left. No token confirmed it: it was made from the command"
                  + " line, or by a version that only asked for a touch.";
      case DeskEvent.WitnessAlarmed _ ->
          "Nothing could be decided from then on. The way back is a new enrolment.";
    };
  }

  private static void addFacts(Map<String, String> facts, DeskEvent event) {
    switch (event) {
      case DeskEvent.Started(String app) -> facts.put("program", app);
      case DeskEvent.Stopped() -> {}
      case DeskEvent.Recovered recovered -> {
        facts.put("completed as unknown", recovered.completed().toString());
        recovered.kept().ifPresent(kept -> facts.put("proof kept of", Long.toString(kept)));
      }
      case DeskEvent.QuietHead(long size, var root, long witnessed) -> {
        facts.put("entries", Long.toString(size));
        facts.put("root", root.base64Url());
        facts.put("witnessed up to", Long.toString(witnessed));
      }
      case DeskEvent.TokenChanged(var _, String name, String kind) -> {
        facts.put("name", name);
        facts.put("kind", kind);
      }
      case DeskEvent.DeviceEnrolled(String approver, String audience, String witness) -> {
        facts.put("approver", approver);
        facts.put("audience", audience);
        facts.put("witness", witness);
      }
      case DeskEvent.TokenEnrolment(var change, var credential, String name) -> {
        facts.put("change", change.wire());
        facts.put("name", name);
        facts.put("token", credential.base64Url());
      }
      case DeskEvent.SettingChanged(String setting, Optional<String> from, String to) -> {
        facts.put("setting", setting);
        from.ifPresent(before -> facts.put("before", before));
        facts.put("now", to);
      }
      case DeskEvent.FeedLost(long since, String reason) -> {
        facts.put("since", time(since));
        facts.put("reason", reason);
      }
      case DeskEvent.FeedRegained(long since) -> facts.put("lost since", time(since));
      case DeskEvent.Exported exported -> {
        facts.put("format", exported.format());
        facts.put("entries", exported.first() + " to " + (exported.end() - 1));
        facts.put("without content", exported.redacted() ? "some" : "none");
        exported.confirmedBy().ifPresent(token -> facts.put("confirmed by", token.base64Url()));
      }
      case DeskEvent.WitnessAlarmed(String witness, String kind, long known, long shown) -> {
        facts.put("witness", witness);
        facts.put("kind", kind);
        facts.put("entries it knows", Long.toString(known));
        facts.put("entries here", Long.toString(shown));
      }
    }
  }

  private static String decisions(int number) {
    return number == 1 ? "1 decision was" : number + " decisions were";
  }

  private static String count(String format, long number) {
    return String.format(Locale.ROOT, format, number);
  }

  private static String time(long unixSeconds) {
    return Instant.ofEpochSecond(unixSeconds).toString();
  }
}
