package dev.countersign.proof.presentation;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.DisplayRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Orders leaves under headings by their top-level member. What no heading names falls under the
 * last one, so a template can order and name but never hide or repeat.
 */
public final class Template {
  /** The built-in template for every type. */
  public static final Template GENERIC = load("generic-1.json");

  private final DisplayRef ref;
  private final List<Heading> headings;
  private final String rest;

  private record Heading(String title, List<String> members) {}

  private Template(DisplayRef ref, List<Heading> headings, String rest) {
    this.ref = ref;
    this.headings = List.copyOf(headings);
    this.rest = rest;
  }

  /**
   * The template that a request names, if this version has exactly its bytes.
   *
   * @throws RefusedException {@code unknown_template}
   */
  static Template named(DisplayRef display) throws RefusedException {
    if (display.equals(GENERIC.ref)) {
      return GENERIC;
    }
    throw new RefusedException(
        RefusalCode.UNKNOWN_TEMPLATE, "the request names a display template that is not known");
  }

  /** What a request says to be shown with this template. */
  public DisplayRef ref() {
    return ref;
  }

  List<Section> sections(List<Leaf> leaves) {
    List<Section> sections = new ArrayList<>();
    List<Leaf> left = new ArrayList<>(leaves);
    for (Heading heading : headings) {
      List<Leaf> under = new ArrayList<>();
      for (String member : heading.members) {
        List<Leaf> found = left.stream().filter(leaf -> belongsTo(leaf, member)).toList();
        under.addAll(found);
        left.removeIf(leaf -> belongsTo(leaf, member));
      }
      sections.add(new Section(heading.title, under));
    }
    sections.add(new Section(rest, left));
    return List.copyOf(sections);
  }

  private static boolean belongsTo(Leaf leaf, String member) {
    return leaf.pointer().equals("/" + member) || leaf.pointer().startsWith("/" + member + "/");
  }

  private static Template load(String resource) {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the jar");
      }
      return parse(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (RefusedException malformed) {
      throw new IllegalStateException(resource + " is malformed", malformed);
    }
  }

  private static Template parse(byte[] bytes) throws RefusedException {
    JsonObject json = StrictJson.parseObject(bytes);
    ObjectReader reader = new ObjectReader(json, "template", RefusalCode.UNKNOWN_TEMPLATE);
    DisplayRef ref =
        new DisplayRef(
            reader.identifier("template"), reader.unsigned("version"), Digest.sha256(bytes));
    List<Heading> headings = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    for (ObjectReader section : reader.readers("sections")) {
      Heading heading = new Heading(section.string("title"), section.strings("members"));
      for (String member : heading.members) {
        if (!placed.add(member)) {
          throw section.refused("members", "places a member twice");
        }
      }
      section.end();
      headings.add(heading);
    }
    Template template = new Template(ref, headings, reader.string("rest"));
    reader.end();
    return template;
  }
}
