package dev.countersign.proof.presentation;

import java.util.Locale;

/** The type of a leaf. An empty object or array is a leaf: it says something. */
public enum LeafType {
  STRING,
  INTEGER,
  BOOLEAN,
  NULL,
  OBJECT,
  ARRAY;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The name in the canonical text. */
  public String wire() {
    return wire;
  }
}
