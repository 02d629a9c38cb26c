package dev.countersign.proof.presentation;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.DisplayRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders leaves under headings by their top-level member, and labels them. Each leaf is given to
 * one heading by a function, the last one takes what no other names, and labels only sort and name:
 * a template can never hide or repeat.
 */
public final class Template {
  private final DisplayRef ref;
  private final Optional<String> type;
  private final List<String> titles;
  private final Map<String, Integer> headings;
  private final Labels labels;

  private Template(
      DisplayRef ref,
      Optional<String> type,
      List<String> titles,
      Map<String, Integer> headings,
      Labels labels) {
    this.ref = ref;
    this.type = type;
    this.titles = List.copyOf(titles);
    this.headings = Map.copyOf(headings);
    this.labels = labels;
  }

  /** What a request says to be shown with this template. */
  public DisplayRef ref() {
    return ref;
  }

  /** The type of every detail of a request that may name this template; absent for any. */
  public Optional<String> type() {
    return type;
  }

  /** Whether the labels are about these details. */
  boolean fits(AuthorizationDetails details) {
    return type.map(own -> details.types().stream().allMatch(own::equals)).orElse(true);
  }

  List<Section> sections(List<Leaf> leaves) {
    Map<Leaf, LeafName> names = labels.names(leaves);
    List<List<Section.Line>> under = new ArrayList<>();
    titles.forEach(_ -> under.add(new ArrayList<>()));
    for (Leaf leaf : labels.sorted(leaves)) {
      LeafName name = names.getOrDefault(leaf, new LeafName(List.of()));
      under.get(heading(leaf)).add(new Section.Line(leaf, name));
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      sections.add(new Section(titles.get(i), under.get(i)));
    }
    return List.copyOf(sections);
  }

  private int heading(Leaf leaf) {
    int end = leaf.pointer().indexOf('/', 1);
    String member = end < 0 ? leaf.pointer().substring(1) : leaf.pointer().substring(1, end);
    return headings.getOrDefault(member, titles.size() - 1);
  }

  /**
   * Reads a template file.
   *
   * @throws RefusedException {@code unknown_template} for anything that is not exactly one
   */
  static Template parse(byte[] bytes) throws RefusedException {
    JsonObject json = StrictJson.parseObject(bytes);
    ObjectReader reader = new ObjectReader(json, "template", RefusalCode.UNKNOWN_TEMPLATE);
    DisplayRef ref =
        new DisplayRef(
            reader.identifier("template"), reader.unsigned("version"), Digest.sha256(bytes));
    Optional<String> type = reader.optionalIdentifier("type");
    List<String> titles = new ArrayList<>();
    Map<String, Integer> headings = new HashMap<>();
    for (ObjectReader section : reader.readers("sections")) {
      for (String member : section.strings("members")) {
        if (headings.putIfAbsent(member, titles.size()) != null) {
          throw section.refused("members", "places a member twice");
        }
      }
      titles.add(section.string("title"));
      section.end();
    }
    titles.add(reader.string("rest"));
    Labels labels = reader.has("labels") ? Labels.read(reader.readers("labels")) : Labels.none();
    reader.end();
    return new Template(ref, type, titles, headings, labels);
  }
}
