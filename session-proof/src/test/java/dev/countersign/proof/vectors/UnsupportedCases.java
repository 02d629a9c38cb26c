package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.refused;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import java.util.List;
import java.util.function.UnaryOperator;

/** Step 2: what version 1 defines and this implementation refuses. */
final class UnsupportedCases extends ExamineTopic {
  UnsupportedCases() {
    members();
  }

  private void members() {
    unsupported(
        "break-glass", r -> Edit.set(r, "break_glass", Fixture.json("{\"incident\":\"i\"}")));
    unsupported("offline", r -> Edit.set(r, "offline", new JsonBoolean(true)));
    unsupported("window", r -> Edit.set(r, "access", Fixture.json("{\"seconds\":60}")));
    queued("queued", r -> Edit.set(r, "execution", "queued"));
    queued("confirms", r -> Edit.set(r, "execution", Fixture.json("{\"confirms\":{}}")));
    unsupported("quorum-two", r -> Edit.set(r, "quorum.k", 2));
    unsupported("quorum-slots", r -> Edit.set(r, "quorum.slots", twoSlots()));
    add(refused(UNSUPPORTED_FEATURE, "statement-offline", "", "an offline statement"))
        .with(s -> s.statement(j -> Edit.set(j, "offline", new JsonBoolean(true))));
  }

  private void unsupported(String name, UnaryOperator<JsonObject> edit) {
    add(refused(UNSUPPORTED_FEATURE, "unsupported-" + name, "", "a request with " + name))
        .with(s -> s.request(edit));
  }

  private void queued(String name, UnaryOperator<JsonObject> edit) {
    add(refused(UNSUPPORTED_FEATURE, "unsupported-" + name, "S2.12", "queued work: " + name))
        .with(s -> s.request(edit));
  }

  private static JsonArray twoSlots() {
    JsonObject slot = (JsonObject) Edit.get(Fixture.requestPayload(), "quorum.slots.0");
    return new JsonArray(List.of(slot, slot));
  }
}
