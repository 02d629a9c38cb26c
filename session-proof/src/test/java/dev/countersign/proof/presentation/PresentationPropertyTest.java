package dev.countersign.proof.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PresentationPropertyTest {
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  @Label("D2 every leaf is shown exactly once, and the sections part the leaves")
  void total(@ForAll("details") JsonObject detail) throws RefusedException {
    Presentation presentation = present(detail);
    List<String> expected = new ArrayList<>();
    walk(payload(detail), "", expected);
    assertThat(presentation.leaves())
        .extracting(leaf -> leaf.pointer() + " = " + leaf.value())
        .containsExactlyElementsOf(expected);
    List<Leaf> inSections =
        presentation.sections().stream().flatMap(section -> section.leaves().stream()).toList();
    assertThat(inSections).containsExactlyInAnyOrderElementsOf(presentation.leaves());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  @Label("D2 the canonical text has one line a leaf and can be read back into the same tree")
  void injective(@ForAll("details") JsonObject detail) throws RefusedException {
    Presentation presentation = present(detail);
    assertThat(presentation.canonicalText().chars().filter(c -> c == '\n').count())
        .isEqualTo(presentation.leaves().size());
    // A function that has an inverse is injective: two different trees never give the same text.
    assertThat(CanonicalTextReader.read(presentation.canonicalText())).isEqualTo(payload(detail));
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  @Label("D2 two hostile texts share a canonical form only if they are the same text")
  void escapes(@ForAll("texts") String one, @ForAll("texts") String other) {
    assertThat(VisibleText.escaped(one).equals(VisibleText.escaped(other)))
        .isEqualTo(one.equals(other));
    assertThat(CanonicalTextReader.unescape(VisibleText.escaped(one))).isEqualTo(one);
    assertThat(VisibleText.escaped(one).codePoints()).noneMatch(VisibleText::isEscaped);
  }

  @Provide
  Arbitrary<JsonObject> details() {
    return JsonTrees.objects(4).map(tree -> Edit.set(tree, "type", "test.detail"));
  }

  @Provide
  Arbitrary<String> texts() {
    return JsonTrees.texts();
  }

  private static void walk(JsonValue value, String pointer, List<String> leaves) {
    if (value instanceof JsonObject object && !object.members().isEmpty()) {
      object
          .members()
          .forEach((name, child) ->
              walk(child, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), leaves));
    } else if (value instanceof JsonArray(List<JsonValue> items) && !items.isEmpty()) {
      for (int i = 0; i < items.size(); i++) {
        walk(items.get(i), pointer + "/" + i, leaves);
      }
    } else {
      leaves.add(pointer + " = " + CanonicalTextReader.leafText(value));
    }
  }

  private static JsonObject payload(JsonObject detail) {
    return Edit.set(
        Fixture.requestPayload(), "authorization_details", new JsonArray(List.of(detail)));
  }

  private static Presentation present(JsonObject detail) throws RefusedException {
    Envelope envelope =
        Envelope.sign(PayloadType.APPROVAL_REQUEST, payload(detail), Fixture.GATEWAY_KEY);
    return Presentation.of(VerifiedRequest.verify(envelope.wire(), Fixture.gatewayKeys()));
  }
}
