package dev.countersign.proof.json;

/** A value of the strict JSON profile. Numbers are integers within ±(2^53−1), nothing else. */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonInteger, JsonBoolean, JsonNull {}
