package dev.countersign.proof.transaction;

import dev.countersign.proof.PackageFile;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The published types, as {@code types/index.json} lists them. A later version replaces a former.
 */
public final class TransactionTypes {
  private static final Map<String, TransactionType> KNOWN = load();

  private TransactionTypes() {}

  /** All of them, in the order of the index. */
  public static Collection<TransactionType> all() {
    return KNOWN.values();
  }

  /** The type of this name; absent for one that is not published here. */
  public static Optional<TransactionType> named(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  private static Map<String, TransactionType> load() {
    Map<String, TransactionType> types = new LinkedHashMap<>();
    try {
      ObjectReader index =
          new ObjectReader(
              StrictJson.parseObject(PackageFile.bytes(TransactionTypes.class, "types/index.json")),
              "index",
              RefusalCode.MALFORMED_JSON);
      index.unsigned("v");
      for (ObjectReader entry : index.readers("types")) {
        String name = entry.identifier("type");
        types.put(
            name,
            TransactionType.load(name, entry.unsigned("version"), entry.identifier("schema")));
        entry.end();
      }
      index.end();
    } catch (RefusedException malformed) {
      throw new IllegalStateException("types/index.json is malformed", malformed);
    }
    return Collections.unmodifiableMap(types);
  }
}
