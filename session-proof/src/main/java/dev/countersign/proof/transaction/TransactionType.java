package dev.countersign.proof.transaction;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.PackageFile;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.StrictJson;
import java.util.List;

/** A published transaction type ({@code docs/transactions.md}): its JSON Schema and its marks. */
public final class TransactionType {
  private final String name;
  private final long version;
  private final Bytes schema;
  private final JsonObject schemaTree;
  private final List<Mark> marks;

  private TransactionType(String name, long version, Bytes schema, JsonObject schemaTree) {
    this.name = name;
    this.version = version;
    this.schema = schema;
    this.schemaTree = schemaTree;
    this.marks = SchemaMarks.of(schemaTree);
  }

  static TransactionType load(String name, long version, String file) {
    byte[] bytes = PackageFile.bytes(TransactionType.class, "types/" + file);
    try {
      return new TransactionType(name, version, Bytes.of(bytes), StrictJson.parseObject(bytes));
    } catch (RefusedException malformed) {
      throw new IllegalStateException(file + " is malformed", malformed);
    }
  }

  /** The value of {@code type} in a detail. */
  public String name() {
    return name;
  }

  public long version() {
    return version;
  }

  /** The published JSON Schema (2020-12), byte for byte. */
  public Bytes schema() {
    return schema;
  }

  /** A detail that the schema accepts: its first {@code examples} value. */
  public JsonObject example() {
    if (schemaTree.get("examples").orElse(null) instanceof JsonArray(List<JsonValue> examples)
        && examples.getFirst() instanceof JsonObject example) {
      return example;
    }
    throw new IllegalStateException("the schema of " + name + " has no example");
  }

  /** Whether the schema marks the place below a detail as one for a committed secret. */
  public boolean marksSecret(Pointer belowDetail) {
    return marks.stream()
        .anyMatch(mark -> mark.kind() == Mark.Kind.SECRET && mark.matches(belowDetail));
  }

  /** The marks that say that a place names something whose content can change. */
  List<Mark> references() {
    return marks.stream().filter(mark -> mark.kind() != Mark.Kind.SECRET).toList();
  }
}
