package dev.countersign.proof.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DelegatePropertyTest {
  private static final List<String> WORDS = List.of("a", "b", "c");

  @Property
  @Label(
      "S1.9 a detail is covered exactly if its type, locations and actions are among the parent's")
  void covers(@ForAll("delegates") Delegate parent, @ForAll("delegates") Delegate asked) {
    boolean subset =
        asked.type().equals(parent.type())
            && Set.copyOf(parent.locations()).containsAll(Set.copyOf(asked.locations()))
            && Set.copyOf(parent.actions()).containsAll(Set.copyOf(asked.actions()));
    assertThat(parent.covers(detail(asked))).isEqualTo(subset);
  }

  @Property
  @Label("S1.9 what a child passes on can never reach beyond what its parent allowed")
  void transitive(
      @ForAll("delegates") Delegate parent,
      @ForAll("delegates") Delegate child,
      @ForAll("delegates") Delegate grandchild) {
    if (parent.covers(child) && child.covers(detail(grandchild))) {
      assertThat(parent.covers(detail(grandchild))).isTrue();
    }
    if (parent.covers(child) && child.covers(grandchild)) {
      assertThat(parent.covers(grandchild)).isTrue();
    }
  }

  @Property
  @Label("S1.9 an entry covers itself, and nothing with a word more")
  void reflexive(@ForAll("delegates") Delegate entry) {
    assertThat(entry.covers(entry)).isTrue();
    assertThat(entry.covers(detail(entry))).isTrue();
    Delegate wider =
        new Delegate(
            entry.type(),
            Stream.concat(entry.locations().stream(), Stream.of("z")).toList(),
            entry.actions(),
            entry.maxChildren(),
            entry.depth());
    assertThat(entry.covers(wider)).isFalse();
    assertThat(entry.covers(detail(wider))).isFalse();
  }

  @Provide
  Arbitrary<Delegate> delegates() {
    Arbitrary<List<String>> words =
        Arbitraries.subsetOf(WORDS).filter(set -> !set.isEmpty()).map(List::copyOf);
    return Combinators.combine(
            Arbitraries.of("t", "u"),
            words,
            words,
            Arbitraries.longs().between(1, 3),
            Arbitraries.longs().between(1, 8))
        .as(Delegate::new);
  }

  private static JsonObject detail(Delegate asked) {
    return JsonObject.builder()
        .put("type", asked.type())
        .put("locations", JsonArray.ofStrings(asked.locations()))
        .put("actions", JsonArray.ofStrings(asked.actions()))
        .put("anything", "else")
        .build();
  }
}
