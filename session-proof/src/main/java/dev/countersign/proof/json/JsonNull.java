package dev.countersign.proof.json;

/** The JSON {@code null}: a value of its own, never the same as an absent member. */
public enum JsonNull implements JsonValue {
  NULL
}
