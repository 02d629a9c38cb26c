package dev.countersign.proof.transaction;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.request.AuthorizationDetails;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what names something whose content can change between the approval and the use. */
public final class References {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern IMAGE_BY_DIGEST = Pattern.compile(".+@sha256:[0-9a-f]{64}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern MOVING_TAG =
      Pattern.compile("(?i)[^\\s]+:(latest|stable|edge|nightly|main|master|dev)");

  /** Member names of types that nobody published, and what they usually hold. */
  private static final Map<String, Mark.Kind> USUAL =
      Map.of(
          "image", Mark.Kind.IMAGE,
          "branch", Mark.Kind.REVISION,
          "git_ref", Mark.Kind.REVISION,
          "revision", Mark.Kind.REVISION,
          "path", Mark.Kind.PATH,
          "file", Mark.Kind.PATH,
          "script", Mark.Kind.PATH);

  private final Optional<TransactionType> type;
  private final Map<Pointer, String> strings = new HashMap<>();

  private References(JsonObject detail, String type) {
    this.type = TransactionTypes.named(type);
    collect(detail, Pointer.ROOT);
  }

  /**
   * The pointers, from the root of the request, of references that nothing pins. For a published
   * type its schema says what is a reference and what pins it; for any other, names that usually
   * are one count, and nothing but a digest in the value pins it.
   */
  public static Set<String> unpinned(AuthorizationDetails details) {
    Set<String> unpinned = new HashSet<>();
    for (int i = 0; i < details.items().size(); i++) {
      String detail = "/authorization_details/" + i;
      References references = new References(details.items().get(i), details.types().get(i));
      references.strings.forEach((place, value) -> {
        if (references.isUnpinned(place, value)) {
          unpinned.add(detail + place);
        }
      });
    }
    return unpinned;
  }

  private boolean isUnpinned(Pointer place, String value) {
    Optional<Mark> mark =
        type.flatMap(
            known -> known.references().stream().filter(m -> m.matches(place)).findFirst());
    if (mark.isPresent()) {
      boolean beside =
          mark.get()
              .pinOf(place)
              .filter(pin -> DIGEST.matcher(strings.getOrDefault(pin, "")).matches())
              .isPresent();
      return !beside && !pinsItself(mark.get().kind(), value);
    }
    boolean usual =
        type.isEmpty()
            && !place.steps().isEmpty()
            && USUAL.containsKey(place.steps().getLast())
            && !pinsItself(USUAL.get(place.steps().getLast()), value);
    return usual || MOVING_TAG.matcher(value).matches();
  }

  private static boolean pinsItself(Mark.Kind kind, String value) {
    return switch (kind) {
      case IMAGE -> IMAGE_BY_DIGEST.matcher(value).matches();
      case REVISION -> COMMIT.matcher(value).matches();
      case PATH, SECRET -> false;
    };
  }

  private void collect(JsonValue value, Pointer place) {
    switch (value) {
      case JsonString(String text) -> strings.put(place, text);
      case JsonObject object ->
          object.members().forEach((name, child) -> collect(child, place.then(name)));
      case JsonArray(List<JsonValue> items) -> {
        for (int i = 0; i < items.size(); i++) {
          collect(items.get(i), place.then(Integer.toString(i)));
        }
      }
      default -> {
        // Only text names anything.
      }
    }
  }
}
