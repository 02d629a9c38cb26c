package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.UNKNOWN_TEMPLATE;
import static dev.countersign.proof.vectors.ExamineCase.refused;
import static dev.countersign.proof.vectors.ExamineCase.valid;

import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.presentation.Templates;
import dev.countersign.proof.request.DisplayRef;
import dev.countersign.proof.testing.Edit;
import java.util.List;

/** Which display templates a request may name: published bytes, for the types of its details. */
final class TemplateCases extends ExamineTopic {
  TemplateCases() {
    DisplayRef own = Templates.published("secret.rotate", 1).ref();
    DisplayRef generic = Templates.published("generic", 2).ref();
    DisplayRef foreign = Templates.published("payment.transfer", 1).ref();
    add(valid(Decision.APPROVE, "template-typed", "S1.8", "the template of the details' type"))
        .with(s -> s.request(r -> named(r, own)));
    add(valid(Decision.APPROVE, "template-generic-2", "", "the second generic template"))
        .with(s -> s.request(r -> named(r, generic)));
    add(refused(UNKNOWN_TEMPLATE, "template-version", "", "a version that its bytes do not have"))
        .with(s -> s.request(r -> Edit.set(named(r, generic), "display.version", 1)));
    add(refused(UNKNOWN_TEMPLATE, "template-name", "", "a name that its bytes do not have"))
        .with(s -> s.request(r -> Edit.set(named(r, own), "display.template", "generic")));
    add(refused(UNKNOWN_TEMPLATE, "template-digest", "", "other bytes under a published name"))
        .with(s ->
            s.request(r -> Edit.set(named(r, own), "display.sha256", generic.sha256().toString())));
    add(refused(UNKNOWN_TEMPLATE, "template-foreign-type", "", "the template of another type"))
        .with(s -> s.request(r -> named(r, foreign)));
    add(refused(UNKNOWN_TEMPLATE, "template-mixed-types", "", "its type is one of two types"))
        .with(s -> s.request(r -> named(withSecondDetail(r), own)));
  }

  private static JsonObject named(JsonObject request, DisplayRef display) {
    JsonObject named = Edit.set(request, "display.template", display.template());
    named = Edit.set(named, "display.version", display.version());
    return Edit.set(named, "display.sha256", display.sha256().toString());
  }

  private static JsonObject withSecondDetail(JsonObject request) {
    JsonValue first = Edit.get(request, "authorization_details.0");
    JsonObject second = JsonObject.builder().put("type", "secret.read").build();
    return Edit.set(request, "authorization_details", new JsonArray(List.of(first, second)));
  }
}
