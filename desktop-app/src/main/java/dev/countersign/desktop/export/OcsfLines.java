package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.EntryFacts;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import java.util.List;

/**
 * Entries as events of the Open Cybersecurity Schema Framework, one a line. An approval that the
 * gateway counted is an Authorize Session event (3003); everything else is an Entity Management
 * event (3004) about the decision or the audit log.
 */
final class OcsfLines implements ExportLines {
  /** The version of the schema. */
  static final String VERSION = "1.3.0";

  private static final int CATEGORY = 3;
  private static final int AUTHORIZE_SESSION = 3003;
  private static final int ENTITY_MANAGEMENT = 3004;
  private static final int ASSIGN_PRIVILEGES = 1;
  private static final int OTHER = 99;
  private static final int INFORMATIONAL = 1;
  private static final int LOW = 2;
  private static final long MILLIS = 1000;

  private final String origin;
  private final String appVersion;

  OcsfLines(String origin, String appVersion) {
    this.origin = origin;
    this.appVersion = appVersion;
  }

  @Override
  public String line(AuditEntry entry) {
    EntryFacts facts = EntryFacts.of(entry);
    JsonObject event =
        isGrant(entry, facts) ? authorizeSession(facts) : entity(facts, facts.type());
    return JsonWriter.compactText(event) + "\n";
  }

  @Override
  public String withheld(AuditEntry entry) {
    return JsonWriter.compactText(
            entity(
                new EntryFacts(entry.index(), "withheld", 0, new java.util.LinkedHashMap<>()),
                "withheld"))
        + "\n";
  }

  private static boolean isGrant(AuditEntry entry, EntryFacts facts) {
    return entry.content() instanceof Content.Ended ended
        && ended.outcome() instanceof DecisionOutcome.Accepted(var proof, var _)
        && StatedDecision.of(proof).filter("approve"::equals).isPresent()
        && !facts.value("requester").isEmpty();
  }

  private JsonObject authorizeSession(EntryFacts facts) {
    JsonObject user =
        JsonObject.builder()
            .put("uid", facts.value("requester"))
            .put("type", facts.value("requester_type"))
            .put("type_id", OTHER)
            .build();
    return event(facts, AUTHORIZE_SESSION, ASSIGN_PRIVILEGES, "Assign Privileges")
        .put("user", user)
        .put("session", JsonObject.builder().put("uid", facts.value("session_id")).build())
        .put("privileges", JsonArray.ofStrings(List.of(facts.value("action").split(" "))))
        .put("unmapped", unmapped(facts))
        .build();
  }

  private JsonObject entity(EntryFacts facts, String activity) {
    boolean decision = facts.type().equals("intent") || facts.type().equals("outcome");
    JsonObject entity =
        JsonObject.builder()
            .put("type", decision ? "approval request" : "audit log")
            .put("uid", decision ? facts.value("request_sha256") : origin)
            .build();
    return event(facts, ENTITY_MANAGEMENT, OTHER, activity)
        .put("entity", entity)
        .put("unmapped", unmapped(facts))
        .build();
  }

  private JsonObject.Builder event(
      EntryFacts facts, int classUid, int activityId, String activityName) {
    boolean failed = facts.failed();
    JsonObject product =
        JsonObject.builder()
            .put("name", "Countersign desk")
            .put("vendor_name", "Countersign")
            .put("version", appVersion)
            .build();
    return JsonObject.builder()
        .put("activity_id", activityId)
        .put("activity_name", activityName)
        .put("category_uid", CATEGORY)
        .put("class_uid", classUid)
        .put("type_uid", classUid * 100L + activityId)
        .put("severity_id", failed ? LOW : INFORMATIONAL)
        .put("status_id", failed ? 2 : 1)
        .put("time", facts.at() * MILLIS)
        .put(
            "metadata",
            JsonObject.builder()
                .put("version", VERSION)
                .put("product", product)
                .put("log_name", origin)
                .put("sequence", facts.index())
                .put("uid", origin + "#" + facts.index())
                .build());
  }

  private static JsonValue unmapped(EntryFacts facts) {
    JsonObject.Builder values = JsonObject.builder();
    facts.values().forEach(values::put);
    return values.build();
  }
}
