package dev.countersign.desktop.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** {@code settings.toml}; a key that no room knows is an error, with its line. */
public final class SettingsFile {
  /** Tables of the second witnesses. */
  public static final String WITNESS = "witness";

  /** Tables of the PKCS#11 modules. */
  public static final String CARD_MODULE = "card_module";

  /** Whether modules are looked for when none is named. */
  public static final String DISCOVER_CARD_MODULES = "discover_card_modules";

  private static final Set<String> KEYS = Set.of(WITNESS, CARD_MODULE, DISCOVER_CARD_MODULES);

  private final Path file;
  private final TomlParseResult toml;

  /** One table of a list, and where it stands. */
  public record Entry(TomlTable table, @Nullable TomlPosition at) {}

  private SettingsFile(Path file, TomlParseResult toml) {
    this.file = file;
    this.toml = toml;
  }

  /**
   * Reads it; without a file nothing is set.
   *
   * @throws IOException with the line, when it cannot be used as it stands
   */
  public static SettingsFile read(Path file) throws IOException {
    SettingsFile settings;
    try {
      settings = new SettingsFile(file, Toml.parse(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return new SettingsFile(file, Toml.parse(""));
    }
    if (settings.toml.hasErrors()) {
      var first = settings.toml.errors().getFirst();
      throw settings.error(first.position(), String.valueOf(first.getMessage()));
    }
    settings.requireKnown(settings.toml, KEYS);
    return settings;
  }

  /**
   * The tables {@code [[name]]}, in their order.
   *
   * @throws IOException when the name is written otherwise
   */
  public List<Entry> tables(String name) throws IOException {
    if (!toml.contains(name)) {
      return List.of();
    }
    if (!(toml.get(name) instanceof TomlArray tables)
        || !tables.toList().stream().allMatch(TomlTable.class::isInstance)) {
      throw error(toml.inputPositionOf(name), name + " is not written as [[" + name + "]]");
    }
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      all.add(new Entry(tables.getTable(i), tables.inputPositionOf(i)));
    }
    return all;
  }

  /**
   * A yes or no.
   *
   * @throws IOException when it is neither
   */
  public Optional<Boolean> flag(String name) throws IOException {
    if (!toml.contains(name)) {
      return Optional.empty();
    }
    if (toml.get(name) instanceof Boolean value) {
      return Optional.of(value);
    }
    throw error(toml.inputPositionOf(name), name + " is true or false");
  }

  /**
   * Refuses every other key of a table.
   *
   * @throws IOException with the line of the first one
   */
  public void requireKnown(TomlTable table, Set<String> known) throws IOException {
    for (String key : new TreeSet<>(table.keySet())) {
      if (!known.contains(key)) {
        throw error(table.inputPositionOf(List.of(key)), "unknown key " + key);
      }
    }
  }

  /** An error at a place of the file. */
  public IOException error(@Nullable TomlPosition at, String what) {
    String where = at == null ? "" : ", line " + at.line();
    return new IOException(file.getFileName() + where + ": " + what);
  }
}
