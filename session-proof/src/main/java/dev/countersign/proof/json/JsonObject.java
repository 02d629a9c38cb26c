package dev.countersign.proof.json;

import dev.countersign.proof.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** An immutable object that keeps the order of its members as they travelled. */
public final class JsonObject implements JsonValue {
  private final SequencedMap<String, JsonValue> members;

  /** An object of a copy of the members. */
  public JsonObject(SequencedMap<String, JsonValue> members) {
    this.members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
  }

  private JsonObject(Given given) {
    this.members = Collections.unmodifiableSequencedMap(given.members);
  }

  private record Given(SequencedMap<String, JsonValue> members) {}

  /** An object of these very members, which the caller gives away. */
  static JsonObject owning(SequencedMap<String, JsonValue> members) {
    return new JsonObject(new Given(members));
  }

  /** The members in their order; unmodifiable. */
  public SequencedMap<String, JsonValue> members() {
    return members;
  }

  public Optional<JsonValue> get(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** Objects are equal when their members are, in whatever order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return "JsonObject" + members;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects members in the order given; a repeated name is a programming error. */
  public static final class Builder {
    private final LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String name, JsonValue value) {
      if (members.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException("member given twice: " + name);
      }
      return this;
    }

    public Builder put(String name, String value) {
      return put(name, new JsonString(value));
    }

    public Builder put(String name, long value) {
      return put(name, new JsonInteger(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, new JsonBoolean(value));
    }

    /** Binary as unpadded canonical base64url. */
    public Builder put(String name, Bytes value) {
      return put(name, value.base64Url());
    }

    /** Adds the member only when there is a value: members that do not apply are absent. */
    public Builder putIfPresent(String name, Optional<String> value) {
      value.ifPresent(present -> put(name, present));
      return this;
    }

    public JsonObject build() {
      return new JsonObject(members);
    }
  }
}
