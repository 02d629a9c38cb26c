package dev.countersign.proof.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.testing.JsonTrees;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TemplatePropertyTest {
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  @Label("D2 whatever the payload and whatever the template: each leaf stands there exactly once")
  void total(@ForAll("payloads") JsonObject payload, @ForAll long seed) throws RefusedException {
    List<Leaf> leaves = Leaves.of(payload).list();
    Template template = Template.parse(JsonWriter.compact(template(leaves, new Random(seed))));
    List<Section> sections = template.sections(leaves);
    List<Leaf> shown = new ArrayList<>();
    for (Section section : sections) {
      for (Section.Line line : section.lines()) {
        shown.add(line.leaf());
        long steps = line.leaf().pointer().chars().filter(c -> c == '/').count();
        assertThat((long) line.name().steps().size()).isEqualTo(steps);
      }
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(leaves);
    assertThat(template.sections(leaves)).isEqualTo(sections);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  @Label("D2 two leaves never have the same pointer, and under one heading no two the same name")
  void named(@ForAll("payloads") JsonObject payload, @ForAll long seed) throws RefusedException {
    List<Leaf> leaves = Leaves.of(payload).list();
    Template template = Template.parse(JsonWriter.compact(template(leaves, new Random(seed))));
    for (Section section : template.sections(leaves)) {
      // A step is told apart by its text and by whose word it is.
      assertThat(section.lines()).extracting(line -> line.leaf().pointer()).doesNotHaveDuplicates();
      Set<List<LeafName.Step>> names = new LinkedHashSet<>();
      section.lines().forEach(line -> names.add(line.name().steps()));
      assertThat(names).hasSize(section.lines().size());
    }
  }

  @Provide
  Arbitrary<JsonObject> payloads() {
    return JsonTrees.objects(4);
  }

  /** Any well-formed template: about members that are there or not, labels on and off the way. */
  private static JsonObject template(List<Leaf> leaves, Random random) {
    Set<String> members = new LinkedHashSet<>(List.of("nothing", "*", ""));
    Set<String> places = new LinkedHashSet<>(List.of("/nowhere", "/*", "/"));
    for (Leaf leaf : leaves) {
      StringBuilder place = new StringBuilder();
      for (String step : leaf.pointer().substring(1).split("/", -1)) {
        place.append('/').append(step.matches("[0-9]+") && random.nextBoolean() ? "*" : step);
        places.add(place.toString());
      }
      members.add(leaf.pointer().substring(1).split("/", -1)[0]);
    }
    List<JsonValue> sections = new ArrayList<>();
    List<String> left = new ArrayList<>(members);
    while (!left.isEmpty() && random.nextInt(4) > 0) {
      List<String> taken = new ArrayList<>();
      while (!left.isEmpty() && random.nextBoolean()) {
        taken.add(left.remove(random.nextInt(left.size())));
      }
      sections.add(
          JsonObject.builder()
              .put("title", "S" + sections.size())
              .put("members", JsonArray.ofStrings(taken))
              .build());
    }
    List<JsonValue> labels = new ArrayList<>();
    List<String> shuffled = new ArrayList<>(places);
    java.util.Collections.shuffle(shuffled, random);
    for (String place : shuffled) {
      if (random.nextBoolean()) {
        labels.add(JsonObject.builder().put("at", place).put("label", "L" + labels.size()).build());
      }
    }
    return JsonObject.builder()
        .put("template", "random")
        .put("version", 1)
        .put("sections", new JsonArray(sections))
        .put("rest", "REST")
        .put("labels", new JsonArray(labels))
        .build();
  }
}
