package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.refused;
import static dev.countersign.proof.vectors.ExamineCase.valid;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Family;
import dev.countersign.proof.testing.Fixture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Step 5 for parents that are given as files, and the form of parent and delegates. */
final class GivenParentCases extends ExamineTopic {
  GivenParentCases() {
    accepted();
    links();
    form();
  }

  private void accepted() {
    child(
            valid(Decision.APPROVE, "parent-given", "S1.9", "a child with its parent"),
            Family.parent(),
            r -> r)
        .parents(wire(Family.parent()));
    child(
        valid(
            Decision.APPROVE,
            "parent-not-given",
            "S1.9",
            "a child without its parent: not checked"),
        Family.parent(),
        r -> r);
    List<Envelope> eight = line(8);
    child(
            valid(Decision.APPROVE, "parent-eight", "S1.9", "eight requests above the child"),
            eight.getLast(),
            r -> r)
        .parents(upwards(eight));
    child(
            valid(Decision.APPROVE, "parent-some", "S1.9", "the parent without the grandparent"),
            eight.getLast(),
            r -> r)
        .parents(wire(eight.getLast()));
  }

  private void links() {
    child(
            refused(PARENT_MISMATCH, "parent-other", "S1.9", "another parent than the one named"),
            Family.parent(),
            r -> r)
        .parents(wire(Family.parent(p -> Edit.set(p, "reason", "another"))));
    add(refused(
            PARENT_MISMATCH, "parent-of-none", "S1.9", "a parent for a request that names none"))
        .parents(wire(Family.parent()));
    child(
            refused(OUTSIDE_PARENT, "parent-outside", "S1.9", "a child outside of its parent"),
            Family.parent(),
            r ->
                Edit.set(
                    r, "authorization_details.0.actions", JsonArray.ofStrings(List.of("delete"))))
        .parents(wire(Family.parent()));
    Envelope shorter = Family.parent(p -> Edit.set(p, "exp", Fixture.EXPIRES_AT - 1));
    child(
            refused(
                OUTLIVES_PARENT, "parent-outlived", "S1.10", "a child that outlives its parent"),
            shorter,
            r -> r)
        .parents(wire(shorter));
    child(
            refused(MALFORMED_ENVELOPE, "parent-wrapper", "S1.9", "a parent with a final newline"),
            Family.parent(),
            r -> r)
        .parents(Bytes.utf8(new String(Family.parent().wire(), StandardCharsets.UTF_8) + "\n"));
    Envelope own = Family.parent(p -> Edit.set(p, "requester.id", Fixture.APPROVER));
    child(
            refused(
                APPROVER_IS_REQUESTER, "parent-requester", "S1.9", "the requester of the parent"),
            own,
            r -> r)
        .parents(wire(own));
  }

  private void form() {
    malformed("delegates-empty", "an empty list", new JsonArray(List.of()));
    malformed("delegates-twice", "two entries of one type", entries(e -> e, e -> e));
    malformed("delegates-unknown", "an unknown member", entries(e -> Edit.set(e, "x", 1)));
    malformed("delegates-no-depth", "no depth", entries(e -> Edit.remove(e, "depth")));
    malformed("delegates-depth-zero", "depth 0", entries(e -> Edit.set(e, "depth", 0)));
    malformed("delegates-depth-nine", "depth 9", entries(e -> Edit.set(e, "depth", 9)));
    malformed(
        "delegates-children-zero", "no children", entries(e -> Edit.set(e, "max_children", 0)));
    malformed(
        "delegates-children-many",
        "1,001 children",
        entries(e -> Edit.set(e, "max_children", 1001)));
    malformed(
        "delegates-nowhere",
        "no locations",
        entries(e -> Edit.set(e, "locations", new JsonArray(List.of()))));
    malformed(
        "delegates-action-twice",
        "an action given twice",
        entries(e -> Edit.set(e, "actions", JsonArray.ofStrings(List.of("read", "read")))));
    add(refused(MALFORMED_REQUEST, "parent-no-digest", "S1.9", "a parent named by its id alone"))
        .with(s ->
            s.request(r -> Edit.set(r, "parent", Fixture.json("{\"request_id\":\"req-parent\"}"))));
  }

  private void malformed(String name, String about, JsonArray delegates) {
    add(refused(MALFORMED_REQUEST, name, "S1.9", "delegates: " + about))
        .with(s -> s.request(r -> Edit.set(r, "delegates", delegates)));
  }

  @SafeVarargs
  private static JsonArray entries(UnaryOperator<JsonObject>... edits) {
    List<JsonValue> entries = new ArrayList<>();
    for (UnaryOperator<JsonObject> edit : edits) {
      entries.add(edit.apply(Family.delegate("secret.rotate", List.of(Family.SECRET), 1, 1)));
    }
    return new JsonArray(entries);
  }

  private ExamineCase child(ExamineCase each, Envelope parent, UnaryOperator<JsonObject> edit) {
    return add(each).with(s -> s.request(r -> edit.apply(Family.childOf(parent, r))));
  }

  /** A root and its descendants, each passing on one level less. */
  private static List<Envelope> line(int length) {
    List<Envelope> line = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      JsonObject payload = Fixture.requestPayload();
      payload = i == 0 ? payload : Family.childOf(line.getLast(), payload);
      payload = Edit.set(payload, "request_id", "req-line-" + i);
      JsonObject entry =
          Family.delegate("secret.rotate", List.of(Family.SECRET), 1, (long) length - i);
      line.add(Family.sign(Edit.set(payload, "delegates", new JsonArray(List.of(entry)))));
    }
    return line;
  }

  private static Bytes[] upwards(List<Envelope> line) {
    return line.reversed().stream().map(GivenParentCases::wire).toArray(Bytes[]::new);
  }

  private static Bytes wire(Envelope envelope) {
    return Bytes.of(envelope.wire());
  }
}
