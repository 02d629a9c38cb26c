package dev.countersign.proof.presentation;

import dev.countersign.proof.PackageFile;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.DisplayRef;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The published templates, as {@code templates/index.json} lists them. */
public final class Templates {
  private static final String GENERIC = "generic";
  private static final Map<DisplayRef, Template> PUBLISHED = load();

  private Templates() {}

  /** All of them, in the order of the index: of one name, the newest last. */
  public static Collection<Template> all() {
    return PUBLISHED.values();
  }

  /**
   * The template for a new request: that of its type when all details have one type, else the
   * generic one; the newest version of it.
   */
  public static Template newestFor(AuthorizationDetails details) {
    Set<String> types = Set.copyOf(details.types());
    Template newest = null;
    for (Template each : PUBLISHED.values()) {
      boolean own = types.size() == 1 && each.type().filter(types::contains).isPresent();
      boolean better = newest == null || newest.type().isEmpty();
      if (own || (better && each.ref().template().equals(GENERIC))) {
        newest = each;
      }
    }
    if (newest == null) {
      throw new IllegalStateException("no generic template is published");
    }
    return newest;
  }

  /**
   * The template that a request names, if exactly its bytes are published and it is for the type of
   * every detail.
   *
   * @throws RefusedException {@code unknown_template}
   */
  static Template named(DisplayRef display, AuthorizationDetails details) throws RefusedException {
    Template named = PUBLISHED.get(display);
    if (named == null || !named.fits(details)) {
      throw new RefusedException(
          RefusalCode.UNKNOWN_TEMPLATE,
          "the request names a display template that is not known for its type");
    }
    return named;
  }

  /** A published template by its name and version. */
  public static Template published(String name, long version) {
    return PUBLISHED.values().stream()
        .filter(each -> each.ref().template().equals(name) && each.ref().version() == version)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no template " + name + " " + version));
  }

  private static Map<DisplayRef, Template> load() {
    Map<DisplayRef, Template> templates = new LinkedHashMap<>();
    try {
      ObjectReader index =
          new ObjectReader(
              StrictJson.parseObject(PackageFile.bytes(Templates.class, "templates/index.json")),
              "index",
              RefusalCode.MALFORMED_JSON);
      index.unsigned("v");
      for (ObjectReader entry : index.readers("templates")) {
        DisplayRef listed =
            new DisplayRef(
                entry.identifier("template"),
                entry.unsigned("version"),
                new Digest(entry.bytes("sha256", Digest.SIZE)));
        Template template =
            Template.parse(
                PackageFile.bytes(Templates.class, "templates/" + entry.identifier("file")));
        boolean same =
            template.ref().equals(listed)
                && template.type().equals(entry.optionalIdentifier("type"));
        if (!same) {
          throw entry.refused("file", "is not what the index says");
        }
        entry.end();
        templates.put(listed, template);
      }
      index.end();
    } catch (RefusedException malformed) {
      throw new IllegalStateException("the published templates are malformed", malformed);
    }
    return Collections.unmodifiableMap(templates);
  }
}
