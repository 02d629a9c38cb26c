package dev.countersign.proof.presentation;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonNull;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Walks a payload and takes every leaf exactly once, in the order in which it travelled. */
final class Leaves {
  private static final Set<String> REQUESTER_MEMBERS =
      Set.of("authorization_details", "reason", "ticket", "context");

  /**
   * Each leaf repeats the names above it, so that 64 KiB of payload could become gigabytes of text.
   */
  private static final int MAX_TEXT_BYTES = 4 * 1024 * 1024;

  private final List<Leaf> leaves = new ArrayList<>();
  private final ByteArrayOutputStream canonicalText = new ByteArrayOutputStream(4096);

  /** A place in the payload: its RFC 6901 pointer, and the form of it in the canonical text. */
  private record Place(String pointer, String canonical) {
    static final Place ROOT = new Place("", "");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]*");

    Place member(String name) {
      String step = name.replace("~", "~0").replace("/", "~1");
      String visible = isIndex(name) ? unlikeIndex(name) : VisibleText.escaped(step);
      String below = pointer + "/" + step;
      // Nearly always the two forms are the same: then they are one string.
      boolean same = pointer.equals(canonical) && step.equals(visible);
      return new Place(below, same ? below : canonical + "/" + visible);
    }

    Place item(int index) {
      String below = pointer + "/" + index;
      return new Place(below, pointer.equals(canonical) ? below : canonical + "/" + index);
    }

    private static boolean isIndex(String name) {
      boolean digit = !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
      return digit && INDEX.matcher(name).matches();
    }

    /** RFC 6901 writes member "0" and item 0 alike; here no object may read as an array. */
    private static String unlikeIndex(String name) {
      return VisibleText.escape(name.charAt(0)) + name.substring(1);
    }
  }

  private Leaves() {}

  static Leaves of(JsonObject payload) throws RefusedException {
    Leaves walk = new Leaves();
    for (Map.Entry<String, JsonValue> member : payload.members().entrySet()) {
      Voice voice = REQUESTER_MEMBERS.contains(member.getKey()) ? Voice.REQUESTER : Voice.GATEWAY;
      walk.visit(Place.ROOT.member(member.getKey()), member.getValue(), voice);
    }
    return walk;
  }

  List<Leaf> list() {
    return List.copyOf(leaves);
  }

  /** {@code pointer TAB type TAB value LF} for each leaf, pointer and value escaped, in UTF-8. */
  byte[] canonicalText() {
    return canonicalText.toByteArray();
  }

  private void visit(Place place, JsonValue value, Voice voice) throws RefusedException {
    switch (value) {
      case JsonObject object when object.members().isEmpty() ->
          leaf(place, LeafType.OBJECT, "{}", voice);
      case JsonObject object -> {
        Voice inner = isClaimed(object) ? Voice.REQUESTER : voice;
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
          visit(place.member(member.getKey()), member.getValue(), inner);
        }
      }
      case JsonArray(List<JsonValue> items) when items.isEmpty() ->
          leaf(place, LeafType.ARRAY, "[]", voice);
      case JsonArray(List<JsonValue> items) -> {
        for (int i = 0; i < items.size(); i++) {
          visit(place.item(i), items.get(i), voice);
        }
      }
      case JsonString(String text) -> leaf(place, LeafType.STRING, text, voice);
      case JsonInteger(long number) -> leaf(place, LeafType.INTEGER, Long.toString(number), voice);
      case JsonBoolean(boolean flag) ->
          leaf(place, LeafType.BOOLEAN, Boolean.toString(flag), voice);
      case JsonNull.NULL -> leaf(place, LeafType.NULL, "null", voice);
    }
  }

  /** A session attribute that the requester only claims is the requester's words. */
  private static boolean isClaimed(JsonObject object) {
    return object.get("source").filter(new JsonString("claimed")::equals).isPresent();
  }

  private void leaf(Place place, LeafType type, String value, Voice voice) throws RefusedException {
    String line = place.canonical + '\t' + type.wire() + '\t' + VisibleText.escaped(value) + '\n';
    canonicalText.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    if (canonicalText.size() > MAX_TEXT_BYTES) {
      throw new RefusedException(
          RefusalCode.TOO_LARGE, "the request would be shown as more than 4 MiB of text");
    }
    leaves.add(new Leaf(place.pointer, type, value, voice));
  }
}
