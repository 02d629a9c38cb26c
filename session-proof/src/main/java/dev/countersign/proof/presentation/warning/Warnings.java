package dev.countersign.proof.presentation.warning;

import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.presentation.LeafType;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.Voice;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.transaction.Commitment;
import dev.countersign.proof.transaction.CommitmentPlaces;
import dev.countersign.proof.transaction.References;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at each leaf of a presentation for what hides or misleads. */
public final class Warnings {
  private static final int VERY_LONG = 1000;

  /** Longer text is prose, not a name that could be taken for another. */
  private static final int LONGEST_NAME = 256;

  private final List<Warning> warnings = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private Warnings() {}

  /** All warnings, by leaf in the order of the payload. Load time: see the package. */
  public static List<Warning> of(Presentation presentation) {
    Warnings warnings = new Warnings();
    AuthorizationDetails details = presentation.request().request().details();
    Set<String> unpinned = References.unpinned(details);
    Map<String, String> misplaced = misplaced(details);
    Set<String> lookalikes = lookalikes(presentation.leaves());
    for (Leaf leaf : presentation.leaves()) {
      warnings.leaf(leaf);
      if (lookalikes.contains(leaf.pointer())) {
        warnings.add(Warning.Kind.CONFUSABLE, leaf, "looks like another value of this request");
      }
      if (unpinned.contains(leaf.pointer())) {
        warnings.add(
            Warning.Kind.NOT_PINNED, leaf, "is not pinned: what it names can change afterwards");
      }
      if (misplaced.containsKey(leaf.pointer())) {
        warnings.add(Warning.Kind.MISPLACED_COMMITMENT, leaf, misplaced.get(leaf.pointer()));
      }
    }
    return List.copyOf(warnings.warnings);
  }

  private void leaf(Leaf leaf) {
    // A name above several leaves is looked at once.
    StringBuilder prefix = new StringBuilder();
    for (String step : leaf.pointer().substring(1).split("/", -1)) {
      prefix.append('/').append(step);
      if (names.add(prefix.toString())) {
        text(leaf, step, "has a name with ");
      }
    }
    if (leaf.type() != LeafType.STRING) {
      return;
    }
    text(leaf, leaf.value(), "has ");
    if (leaf.value().length() > VERY_LONG) {
      add(Warning.Kind.VERY_LONG, leaf, "is " + leaf.value().length() + " characters long");
    }
    if (leaf.voice() == Voice.REQUESTER
        && !leaf.pointer().endsWith("/mac")
        && SecretShapes.matches(leaf.value())) {
      add(Warning.Kind.LOOKS_SECRET, leaf, "looks like a secret that everybody here can now read");
    }
  }

  private void text(Leaf leaf, String text, String has) {
    if (text.codePoints().anyMatch(Characters::isBidiControl)) {
      add(Warning.Kind.BIDI_CONTROL, leaf, has + "characters that change the order of text");
    }
    if (text.codePoints().anyMatch(Characters::isZeroWidth)) {
      add(Warning.Kind.ZERO_WIDTH, leaf, has + "invisible characters");
    }
    if (text.codePoints().anyMatch(Characters::isOtherEscaped)) {
      add(Warning.Kind.UNUSUAL_CHARACTER, leaf, has + "control or unusual characters");
    }
    if (Characters.isAscii(text)) {
      return;
    }
    if (Characters.stacksMarks(text)) {
      add(Warning.Kind.STACKED_MARKS, leaf, has + "accents stacked so that they can cover text");
    }
    if (Lookalikes.mixesScripts(text)) {
      add(Warning.Kind.MIXED_SCRIPTS, leaf, has + "letters of several alphabets in one word");
    } else if (Lookalikes.readsAsLatin(text)) {
      add(Warning.Kind.CONFUSABLE, leaf, has + "a word of another alphabet that reads as Latin");
    }
  }

  /**
   * Names in the request that differ and look the same. Pairs of pure ASCII are left out: what is
   * told apart by 1 and l only, digests and ids do all the time.
   */
  private static Set<String> lookalikes(List<Leaf> leaves) {
    boolean ascii = leaves.stream().allMatch(leaf -> Characters.isAscii(leaf.value()));
    if (ascii) {
      return Set.of();
    }
    Map<String, List<Leaf>> bySkeleton = new HashMap<>();
    for (Leaf leaf : leaves) {
      boolean name =
          leaf.type() == LeafType.STRING
              && leaf.value().length() <= LONGEST_NAME
              && leaf.value().chars().anyMatch(Character::isLetter);
      if (name) {
        bySkeleton
            .computeIfAbsent(Lookalikes.skeleton(leaf.value()), _ -> new ArrayList<>())
            .add(leaf);
      }
    }
    Set<String> found = new HashSet<>();
    for (List<Leaf> alike : bySkeleton.values()) {
      boolean differ = alike.stream().map(Leaf::value).distinct().count() > 1;
      if (differ) {
        alike.stream()
            .filter(leaf -> !Characters.isAscii(leaf.value()))
            .forEach(leaf -> found.add(leaf.pointer()));
      }
    }
    return found;
  }

  private static Map<String, String> misplaced(AuthorizationDetails details) {
    Map<String, String> misplaced = new HashMap<>();
    for (CommitmentPlaces.Found found : CommitmentPlaces.in(details)) {
      if (!found.isGood()) {
        misplaced.put(
            found.place().then(Commitment.MEMBER).toString(),
            found.marked()
                ? "is meant as a committed secret and is not one"
                : "is a committed secret in a place where its type has none");
      }
    }
    return misplaced;
  }

  private void add(Warning.Kind kind, Leaf leaf, String sentence) {
    warnings.add(new Warning(kind, leaf.pointer(), sentence));
  }
}
