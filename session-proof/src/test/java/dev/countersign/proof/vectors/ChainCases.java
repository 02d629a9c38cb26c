package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.AuthorizeCase.refused;
import static dev.countersign.proof.vectors.AuthorizeCase.valid;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Family;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import dev.countersign.proof.verify.LiveState.StoredSession;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Step 5 for chained requests, and step 9 for those who asked before. */
final class ChainCases extends AuthorizeTopic {
  private static final String DETAIL = "authorization_details.0.";

  ChainCases() {
    accepted();
    named();
    liveness();
    inside();
    passedOn();
    numbers();
    approvers();
  }

  private void accepted() {
    child(
        valid("chain-child", "S1.9", "a child inside of its live parent"), Family.parent(), r -> r);
    child(
        valid("chain-passes-on", "S1.9", "a child that passes on all that it may"),
        Family.parent(),
        r -> Edit.set(r, "delegates", delegates(List.of(Family.SECRET), 2, 1)));
    Envelope root = Family.parent(p -> Edit.set(p, "request_id", "req-root"));
    Envelope middle = middle(root, p -> p);
    child(valid("chain-grandchild", "S1.9", "a child of a child"), middle, r -> r)
        .state(s -> Family.store(s, root, RequestStatus.APPROVED));
    child(valid("chain-last-child", "S1.9", "the second of two children"), Family.parent(), r -> r)
        .state(s -> Family.store(s, sibling(1), RequestStatus.APPROVED));
    child(
            valid("chain-other-siblings", "S1.9", "siblings that were not approved do not count"),
            Family.parent(),
            r -> r)
        .state(s -> {
          Family.store(s, sibling(1), RequestStatus.DENIED);
          Family.store(s, sibling(2), RequestStatus.PENDING);
          Family.store(s, sibling(3), RequestStatus.APPROVED);
        });
    child(
            valid("chain-deny-orphan", "S1.9", "a denial asks for no parent"),
            Family.parent(),
            r -> r)
        .decision(Decision.DENY)
        .state(s -> Family.store(s, Family.parent(), RequestStatus.REVOKED));
  }

  private void named() {
    child(
            refused(
                UNKNOWN_PARENT, "chain-unknown-parent", "S1.9", "no request has the parent's id"),
            Family.parent(),
            r -> r)
        .state(s -> s.requests.remove(Family.PARENT_ID));
    child(
        refused(
            PARENT_MISMATCH, "chain-other-parent", "S1.9", "another request under the parent's id"),
        Family.parent(),
        r -> Edit.set(r, "parent.request_sha256", Fixture.otherDigest().toString()));
    child(
        refused(PARENT_MISMATCH, "chain-parent-epoch", "S1.9", "a parent of before a restore"),
        Family.parent(
            p -> Edit.set(p, "epoch", TestKeys.bytes32("old epoch").slice(0, 16).base64Url())),
        r -> r);
    Envelope strangers =
        Envelope.sign(
            PayloadType.APPROVAL_REQUEST,
            Family.payload(Family.parent()),
            TestKeys.ed25519("another gateway"));
    child(
        refused(UNKNOWN_GATEWAY_KEY, "chain-parent-signer", "S1.9", "a parent of another gateway"),
        strangers,
        r -> r);
  }

  private void liveness() {
    for (RequestStatus status : RequestStatus.values()) {
      if (status != RequestStatus.APPROVED) {
        String name = status.name().toLowerCase(Locale.ROOT);
        child(
                refused(
                    PARENT_NOT_LIVE, "chain-parent-" + name, "S1.10", "a parent that is " + name),
                Family.parent(),
                r -> r)
            .state(s -> Family.store(s, Family.parent(), status));
      }
    }
    child(
            refused(
                PARENT_NOT_LIVE, "chain-session-ended", "S1.10", "the parent's session has ended"),
            Family.parent(),
            r -> r)
        .state(s ->
            s.sessions.computeIfPresent(
                "ses-planner", (id, session) -> new StoredSession(session.current(), false)));
    child(
            refused(
                PARENT_NOT_LIVE,
                "chain-session-changed",
                "S1.10",
                "the parent's session has changed"),
            Family.parent(),
            r -> r)
        .state(s -> {
          JsonObject other = Family.payload(Family.parent());
          other = Edit.set(other, "session.attributes.address.value", "10.9.9.9");
          s.sessions.put("ses-planner", new StoredSession(Family.session(other), true));
        });
    Envelope root = Family.parent(p -> Edit.set(p, "request_id", "req-root"));
    child(
            refused(
                PARENT_NOT_LIVE, "chain-root-revoked", "S1.10", "a grandparent that was revoked"),
            middle(root, p -> p),
            r -> r)
        .state(s -> Family.store(s, root, RequestStatus.REVOKED));
  }

  private void inside() {
    child(
        refused(OUTLIVES_PARENT, "chain-outlives", "S1.10", "a child that expires a second later"),
        Family.parent(p -> Edit.set(p, "exp", Fixture.EXPIRES_AT - 1)),
        r -> r);
    outside(
        "no-delegates",
        "a parent that allows no children",
        p -> Edit.remove(p, "delegates"),
        r -> r);
    outside("type", "another type", p -> p, r -> Edit.set(r, DETAIL + "type", "secret.read"));
    outside(
        "location",
        "a location more",
        p -> p,
        r -> Edit.set(r, DETAIL + "locations", strings(Family.SECRET, "vault://prod/db/hr")));
    outside(
        "action",
        "another action",
        p -> p,
        r -> Edit.set(r, DETAIL + "actions", strings("delete")));
    outside("no-locations", "no locations", p -> p, r -> Edit.remove(r, DETAIL + "locations"));
    outside(
        "empty-actions",
        "an empty list of actions",
        p -> p,
        r -> Edit.set(r, DETAIL + "actions", strings()));
    outside(
        "location-form",
        "locations that are no list",
        p -> p,
        r -> Edit.set(r, DETAIL + "locations", Family.SECRET));
    outside(
        "location-prefix",
        "a place below an allowed location",
        p -> p,
        r -> Edit.set(r, DETAIL + "locations", strings(Family.SECRET + "/replica")));
    outside(
        "other-entry",
        "a location of another entry",
        p -> p,
        r -> Edit.set(r, DETAIL + "locations", strings("host://db-1")));
    outside(
        "second-detail",
        "a second detail that is outside",
        p -> p,
        r ->
            Edit.set(
                r,
                "authorization_details",
                new JsonArray(
                    List.of(
                        Edit.get(r, "authorization_details.0"),
                        Fixture.json("{\"type\":\"iam.grant\"}")))));
  }

  private void passedOn() {
    passing(OUTSIDE_PARENT, "type", "a type that the parent does not pass on", "type", "iam.grant");
    passing(
        OUTSIDE_PARENT, "location", "a location more", strings(Family.SECRET, "x"), "locations");
    passing(OUTSIDE_PARENT, "action", "an action more", strings("rotate", "delete"), "actions");
    child(
        refused(
            OUTSIDE_PARENT,
            "chain-pass-children",
            "S1.9",
            "more children than the parent may have"),
        Family.parent(),
        r -> Edit.set(r, "delegates", delegates(List.of(Family.SECRET), 3, 1)));
    child(
        refused(TOO_DEEP, "chain-pass-depth", "S1.9", "as many levels as the parent itself has"),
        Family.parent(),
        r -> Edit.set(r, "delegates", delegates(List.of(Family.SECRET), 2, 2)));
  }

  private void numbers() {
    child(
            refused(TOO_MANY_CHILDREN, "chain-third-child", "S1.9", "the third of two children"),
            Family.parent(),
            r -> r)
        .state(s -> {
          Family.store(s, sibling(1), RequestStatus.APPROVED);
          Family.store(s, sibling(2), RequestStatus.APPROVED);
        });
  }

  private void approvers() {
    own("requester", Family.parent(p -> Edit.set(p, "requester.id", Fixture.APPROVER)));
    own("principal", Family.parent(p -> Edit.set(p, "requester.on_behalf_of", Fixture.PERSON)));
    Envelope root =
        Family.parent(p ->
            Edit.set(
                Edit.set(p, "request_id", "req-root"), "requester.on_behalf_of", Fixture.PERSON));
    child(
            refused(
                APPROVER_IS_REQUESTER,
                "chain-root-principal",
                "S1.9",
                "the principal of a grandparent"),
            middle(root, p -> p),
            r -> r)
        .state(s -> Family.store(s, root, RequestStatus.APPROVED));
  }

  private void own(String who, Envelope parent) {
    child(
        refused(
            APPROVER_IS_REQUESTER, "chain-parent-" + who, "S1.9", "the " + who + " of the parent"),
        parent,
        r -> r);
  }

  private void outside(
      String name,
      String about,
      UnaryOperator<JsonObject> parent,
      UnaryOperator<JsonObject> child) {
    child(
        refused(OUTSIDE_PARENT, "chain-outside-" + name, "S1.9", "a child with " + about),
        Family.parent(parent),
        child);
  }

  private void passing(
      RefusalCode code, String name, String about, JsonArray value, String member) {
    JsonArray entries = delegates(List.of(Family.SECRET), 2, 1);
    JsonObject changed = Edit.set((JsonObject) entries.items().getFirst(), member, value);
    pass(code, name, about, changed);
  }

  private void passing(RefusalCode code, String name, String about, String member, String value) {
    JsonArray entries = delegates(List.of(Family.SECRET), 2, 1);
    pass(code, name, about, Edit.set((JsonObject) entries.items().getFirst(), member, value));
  }

  private void pass(RefusalCode code, String name, String about, JsonObject entry) {
    child(
        refused(code, "chain-pass-" + name, "S1.9", "a child that passes on " + about),
        Family.parent(),
        r -> Edit.set(r, "delegates", new JsonArray(List.of(entry))));
  }

  /** Adds the case of the fixture's request as a child of an approved parent. */
  private AuthorizeCase child(AuthorizeCase each, Envelope parent, UnaryOperator<JsonObject> edit) {
    return add(each)
        .with(s -> s.request(r -> edit.apply(Family.childOf(parent, r))))
        .state(s -> Family.store(s, parent, RequestStatus.APPROVED));
  }

  /** A child of the root that may have children of its own. */
  private static Envelope middle(Envelope root, UnaryOperator<JsonObject> edit) {
    JsonObject payload = Family.childOf(root, Fixture.requestPayload());
    payload = Edit.set(payload, "request_id", Family.PARENT_ID);
    payload = Edit.set(payload, "session.id", "ses-middle");
    payload = Edit.set(payload, "delegates", delegates(List.of(Family.SECRET), 2, 1));
    return Family.sign(edit.apply(payload));
  }

  private static Envelope sibling(int number) {
    JsonObject payload = Family.childOf(Family.parent(), Fixture.requestPayload());
    return Family.sign(Edit.set(payload, "request_id", "req-sibling-" + number));
  }

  private static JsonArray delegates(List<String> locations, long maxChildren, long depth) {
    return new JsonArray(List.of(Family.delegate("secret.rotate", locations, maxChildren, depth)));
  }

  private static JsonArray strings(String... values) {
    return JsonArray.ofStrings(List.of(values));
  }
}
