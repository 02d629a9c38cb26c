package dev.countersign.gateway.main;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Takes values out of a table of the configuration; what is not as it should be is an error that
 * names the line. Paths are relative to the file.
 *
 * @param toml the whole file, or one table of it
 */
record ConfigReader(Path file, TomlTable toml) {
  static ConfigException error(Path file, @Nullable TomlPosition at, String what) {
    String where = at == null ? "" : ", line " + at.line();
    return new ConfigException(file + where + ": " + what);
  }

  Path path(String text) {
    return file.resolveSibling(text);
  }

  String text(String key) throws ConfigException {
    Optional<String> text = optionalText(key);
    return text.isPresent() ? text.get() : fail(key, "is missing");
  }

  Optional<String> optionalText(String key) throws ConfigException {
    if (!toml.contains(key)) {
      return Optional.empty();
    }
    return toml.get(key) instanceof String text ? Optional.of(text) : fail(key, "is not a string");
  }

  long number(String key) throws ConfigException {
    return toml.get(key) instanceof Long number ? number : fail(key, "is not an integer");
  }

  /** A number of at least {@code least}, or the default when there is none. */
  long number(String key, long least, long absent) throws ConfigException {
    long number = toml.contains(key) ? number(key) : absent;
    return number >= least ? number : fail(key, "is less than " + least);
  }

  boolean flag(String key, boolean absent) throws ConfigException {
    if (!toml.contains(key)) {
      return absent;
    }
    return toml.get(key) instanceof Boolean flag ? flag : fail(key, "is not true or false");
  }

  List<String> texts(String key) throws ConfigException {
    List<String> texts = new ArrayList<>();
    for (Object item : items(key)) {
      texts.add(item instanceof String text ? text : fail(key, "holds more than strings"));
    }
    return texts;
  }

  List<Path> paths(String key) throws ConfigException {
    return texts(key).stream().map(this::path).toList();
  }

  /** The tables of an array, each with no other keys than these. */
  List<ConfigReader> tables(String key, Set<String> known) throws ConfigException {
    List<ConfigReader> tables = new ArrayList<>();
    for (Object item : items(key)) {
      TomlTable table = item instanceof TomlTable found ? found : fail(key, "holds no tables");
      for (String each : new TreeSet<>(table.dottedKeySet())) {
        if (!known.contains(each)) {
          throw error(file, table.inputPositionOf(each), "unknown key " + key + "." + each);
        }
      }
      tables.add(new ConfigReader(file, table));
    }
    return tables;
  }

  private List<Object> items(String key) throws ConfigException {
    if (!toml.contains(key)) {
      return List.of();
    }
    TomlArray array = toml.get(key) instanceof TomlArray found ? found : fail(key, "is no list");
    return array.toList();
  }

  ConfigException wrong(String key, String what) {
    return error(file, toml.contains(key) ? toml.inputPositionOf(key) : null, key + " " + what);
  }

  // Never returns; the type lets it stand where a value is expected.
  @SuppressWarnings("TypeParameterUnusedInFormals")
  <T> T fail(String key, String what) throws ConfigException {
    throw wrong(key, what);
  }
}
