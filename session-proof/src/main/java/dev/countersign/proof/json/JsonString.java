package dev.countersign.proof.json;

/** A string of Unicode scalar values; compared by code point, never normalised. */
public record JsonString(String value) implements JsonValue {}
