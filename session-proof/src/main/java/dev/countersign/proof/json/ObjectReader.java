package dev.countersign.proof.json;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Takes the members out of one object, each once and with its type, and refuses what is left over:
 * {@link #end()} makes an unknown member an error at every level. All refusals carry the code given
 * at construction and name the member, never its value.
 */
public final class ObjectReader {
  private static final int MAX_IDENTIFIER = 256;

  private final JsonObject object;
  private final String where;
  private final RefusalCode code;
  private final Set<String> taken = new HashSet<>();

  /**
   * A reader over one object.
   *
   * @param where how refusals name the object, for example {@code session}
   * @param code the code of every refusal of this reader and of those made by it
   */
  public ObjectReader(JsonObject object, String where, RefusalCode code) {
    this.object = object;
    this.where = where;
    this.code = code;
  }

  public boolean has(String name) {
    return object.members().containsKey(name);
  }

  public JsonValue value(String name) throws RefusedException {
    taken.add(name);
    return object.get(name).orElseThrow(() -> refused(name, "is missing"));
  }

  public String string(String name) throws RefusedException {
    return value(name) instanceof JsonString(String text) ? text : fail(name, "is not a string");
  }

  public Optional<String> optionalString(String name) throws RefusedException {
    return has(name) ? Optional.of(string(name)) : Optional.empty();
  }

  /** A non-empty string of printable ASCII without spaces, at most 256 characters. */
  public String identifier(String name) throws RefusedException {
    return identifier(name, string(name));
  }

  public Optional<String> optionalIdentifier(String name) throws RefusedException {
    return has(name) ? Optional.of(identifier(name)) : Optional.empty();
  }

  public long integer(String name) throws RefusedException {
    return value(name) instanceof JsonInteger(long number)
        ? number
        : fail(name, "is not an integer");
  }

  /** An integer of at least zero: a count, a size or a time in Unix seconds. */
  public long unsigned(String name) throws RefusedException {
    long number = integer(name);
    return number >= 0 ? number : fail(name, "is negative");
  }

  public OptionalLong optionalUnsigned(String name) throws RefusedException {
    return has(name) ? OptionalLong.of(unsigned(name)) : OptionalLong.empty();
  }

  public boolean bool(String name) throws RefusedException {
    return value(name) instanceof JsonBoolean(boolean flag)
        ? flag
        : fail(name, "is not true or false");
  }

  /** Binary in unpadded canonical base64url. */
  public Bytes bytes(String name) throws RefusedException {
    try {
      return Bytes.fromBase64Url(string(name));
    } catch (RefusedException notBase64Url) {
      // Where the object has no code of its own, the form of its binary has.
      boolean ownCode = code != RefusalCode.MALFORMED_JSON;
      throw ownCode && notBase64Url.code() == RefusalCode.MALFORMED_BASE64URL
          ? new RefusedException(code, name(name) + " is not canonical base64url", notBase64Url)
          : notBase64Url;
    }
  }

  /** Binary of exactly {@code size} bytes. */
  public Bytes bytes(String name, int size) throws RefusedException {
    Bytes bytes = bytes(name);
    return bytes.size() == size ? bytes : fail(name, "is not " + size + " bytes long");
  }

  public JsonObject object(String name) throws RefusedException {
    return value(name) instanceof JsonObject inner ? inner : fail(name, "is not an object");
  }

  /** A reader over a member that must be an object. */
  public ObjectReader reader(String name) throws RefusedException {
    return new ObjectReader(object(name), name(name), code);
  }

  public Optional<ObjectReader> optionalReader(String name) throws RefusedException {
    return has(name) ? Optional.of(reader(name)) : Optional.empty();
  }

  public List<JsonValue> array(String name) throws RefusedException {
    return value(name) instanceof JsonArray(List<JsonValue> items)
        ? items
        : fail(name, "is not an array");
  }

  /** Readers over the items of an array of objects. */
  public List<ObjectReader> readers(String name) throws RefusedException {
    List<ObjectReader> readers = new ArrayList<>();
    for (JsonValue item : array(name)) {
      if (!(item instanceof JsonObject inner)) {
        return fail(name, "holds something that is not an object");
      }
      readers.add(new ObjectReader(inner, name(name) + "[" + readers.size() + "]", code));
    }
    return List.copyOf(readers);
  }

  public List<String> strings(String name) throws RefusedException {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : array(name)) {
      texts.add(
          item instanceof JsonString(String text)
              ? text
              : fail(name, "holds something that is not a string"));
    }
    return List.copyOf(texts);
  }

  public List<String> identifiers(String name) throws RefusedException {
    List<String> identifiers = strings(name);
    for (String each : identifiers) {
      identifier(name, each);
    }
    return identifiers;
  }

  /** The object itself, for members that are kept whole. */
  public JsonObject whole() {
    return object;
  }

  /** Refuses members that nobody took. */
  public void end() throws RefusedException {
    for (String name : object.members().keySet()) {
      if (!taken.contains(name)) {
        throw new RefusedException(code, where + " has an unknown member");
      }
    }
  }

  /** A refusal about a member, with this reader's code. */
  public RefusedException refused(String name, String what) {
    return new RefusedException(code, name(name) + " " + what);
  }

  private String identifier(String name, String text) throws RefusedException {
    return !text.isEmpty() && text.length() <= MAX_IDENTIFIER && isPrintableAscii(text)
        ? text
        : fail(name, "is not an identifier (1 to 256 printable ASCII characters)");
  }

  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= 0x20 || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  // Never returns; the type lets a refusal stand where a value is expected.
  @SuppressWarnings("TypeParameterUnusedInFormals")
  private <T> T fail(String name, String what) throws RefusedException {
    throw refused(name, what);
  }

  private String name(String member) {
    return where.isEmpty() ? member : where + "." + member;
  }
}
