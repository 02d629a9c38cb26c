package dev.countersign.proof.presentation;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The labels of a template and the order they stand in. They name places by pattern: RFC 6901 with
 * {@code *} for any array position. What has no label keeps its own name and its place after those
 * that have one. Labels can neither leave out nor repeat a leaf: sorting a list never does.
 */
final class Labels {
  /** Beyond any rank of a label. */
  private static final int UNLABELLED = 1 << 20;

  private final Map<String, Integer> ranks = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  private Labels() {}

  static Labels none() {
    return new Labels();
  }

  /** Two places that can be shown beside each other must not be called the same. */
  static Labels read(List<ObjectReader> entries) throws RefusedException {
    Labels labels = new Labels();
    Map<String, String> owners = new HashMap<>();
    for (ObjectReader entry : entries) {
      String at = entry.string("at");
      String label = entry.string("label");
      entry.end();
      // A number after a label is ours to give: "Secret 2".
      if (!at.startsWith("/")
          || label.isBlank()
          || label.matches(".* [0-9]+")
          || !VisibleText.escaped(label).equals(label)) {
        throw entry.refused("label", "is not a plain label of a place");
      }
      // A list and its items stand in one place: the items may be named instead of the list.
      String owner = at.endsWith("/*") ? at.substring(0, at.length() - 2) : at;
      String scope = owner.substring(0, Math.max(0, owner.lastIndexOf('/')));
      String other = owners.putIfAbsent(scope + "\n" + label, owner);
      boolean taken = other != null && !other.equals(owner);
      if (taken || labels.ranks.putIfAbsent(at, labels.texts.size()) != null) {
        throw entry.refused("label", "is given twice");
      }
      labels.texts.add(label);
    }
    return labels;
  }

  /** The same leaves, in the order of the labels. */
  List<Leaf> sorted(List<Leaf> leaves) {
    Map<String, Integer> seen = new HashMap<>();
    // All keys first, in the order of the payload: "seen" must not depend on how a sort compares.
    List<Map.Entry<int[], Leaf>> placed = new ArrayList<>();
    leaves.forEach(leaf -> placed.add(Map.entry(key(leaf, seen), leaf)));
    placed.sort((a, b) -> Arrays.compare(a.getKey(), b.getKey()));
    return placed.stream().map(Map.Entry::getValue).toList();
  }

  private int[] key(Leaf leaf, Map<String, Integer> seen) {
    List<Prefix> prefixes = Prefix.of(leaf.pointer());
    int[] key = new int[prefixes.size()];
    for (int i = 0; i < key.length; i++) {
      Prefix prefix = prefixes.get(i);
      int first = seen.computeIfAbsent(prefix.pointer(), _ -> UNLABELLED + seen.size());
      key[i] = prefix.isIndex() ? first : ranks.getOrDefault(prefix.pattern(), first);
    }
    return key;
  }

  /** The names of all leaves, in their order. */
  Map<Leaf, LeafName> names(List<Leaf> leaves) {
    Set<String> several = new HashSet<>();
    for (Leaf leaf : leaves) {
      for (Prefix prefix : Prefix.of(leaf.pointer())) {
        if (prefix.isIndex() && !prefix.step().equals("0")) {
          several.add(prefix.parent());
        }
      }
    }
    Map<Leaf, LeafName> names = new LinkedHashMap<>();
    leaves.forEach(leaf -> names.put(leaf, name(leaf, several)));
    return names;
  }

  private LeafName name(Leaf leaf, Set<String> several) {
    List<Prefix> prefixes = Prefix.of(leaf.pointer());
    List<LeafName.Step> steps = new ArrayList<>();
    for (int i = 0; i < prefixes.size(); i++) {
      Prefix prefix = prefixes.get(i);
      Integer rank = ranks.get(prefix.pattern());
      if (rank == null) {
        steps.add(new LeafName.Step(unescaped(prefix.step()), false));
      } else if (i + 1 < prefixes.size()
          && !prefix.isIndex()
          && isLabelledItem(prefixes.get(i + 1))) {
        steps.add(new LeafName.Step("", true));
      } else {
        boolean numbered = prefix.isIndex() && several.contains(prefix.parent());
        String number = numbered ? " " + (Long.parseLong(prefix.step()) + 1) : "";
        steps.add(new LeafName.Step(texts.get(rank) + number, true));
      }
    }
    return new LeafName(steps);
  }

  private boolean isLabelledItem(Prefix prefix) {
    return prefix.isIndex() && ranks.containsKey(prefix.pattern());
  }

  private static String unescaped(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }

  /**
   * A pointer up to one of its steps.
   *
   * @param step the last step, as RFC 6901 writes it
   * @param pattern the pointer with {@code *} for each array position
   */
  private record Prefix(String parent, String step, String pattern) {
    static List<Prefix> of(String pointer) {
      List<Prefix> prefixes = new ArrayList<>();
      StringBuilder parent = new StringBuilder();
      StringBuilder pattern = new StringBuilder();
      for (String step : pointer.substring(1).split("/", -1)) {
        // A member that is really called "*" must not pass for an array position.
        String general = isIndex(step) ? "*" : step.equals("*") ? "~*" : step;
        pattern.append('/').append(general);
        prefixes.add(new Prefix(parent.toString(), step, pattern.toString()));
        parent.append('/').append(step);
      }
      return prefixes;
    }

    String pointer() {
      return parent + "/" + step;
    }

    boolean isIndex() {
      return isIndex(step);
    }

    private static boolean isIndex(String step) {
      return step.matches("0|[1-9][0-9]{0,4}");
    }
  }
}
