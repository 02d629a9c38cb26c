package dev.countersign.desktop.wiring;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.pkcs11.P11KitModules;
import dev.countersign.desktop.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tomlj.TomlTable;

/**
 * The PKCS#11 modules of this desk: those that {@code settings.toml} names in tables {@code
 * [[card_module]]} with {@code name}, {@code library} and, where needed, {@code environment};
 * without any, those in the usual places.
 */
public final class CardModules {
  private static final int MOST = 8;
  private static final Set<String> KEYS = Set.of("name", "library", "environment");

  private static final List<Path> OPENSC =
      paths(
          "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
          "/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so",
          "/usr/lib64/opensc-pkcs11.so",
          "/usr/lib64/pkcs11/opensc-pkcs11.so",
          "/usr/lib/opensc-pkcs11.so",
          "/usr/lib/pkcs11/opensc-pkcs11.so",
          "/Library/OpenSC/lib/opensc-pkcs11.so",
          "/opt/homebrew/lib/pkcs11/opensc-pkcs11.so",
          "C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll");

  private static final List<Path> YKCS11 =
      paths(
          "/usr/lib/x86_64-linux-gnu/libykcs11.so.2",
          "/usr/lib/aarch64-linux-gnu/libykcs11.so.2",
          "/usr/lib64/libykcs11.so.2",
          "/opt/homebrew/lib/libykcs11.dylib",
          "C:\\Program Files\\Yubico\\Yubico PIV Tool\\bin\\libykcs11.dll");

  private CardModules() {}

  private static List<Path> paths(String... all) {
    return Stream.of(all).map(Path::of).toList();
  }

  /**
   * The modules to use.
   *
   * @throws IOException with the line, when the settings cannot be used as they stand
   */
  public static List<CardModule> of(DeskFolder folder) throws IOException {
    SettingsFile settings = SettingsFile.read(folder.settings());
    List<CardModule> named = named(settings);
    boolean discover = settings.flag(SettingsFile.DISCOVER_CARD_MODULES).orElse(named.isEmpty());
    return !discover || !named.isEmpty() ? named : usual();
  }

  private static List<CardModule> named(SettingsFile settings) throws IOException {
    List<CardModule> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (SettingsFile.Entry entry : settings.tables(SettingsFile.CARD_MODULE)) {
      CardModule module = module(settings, entry);
      if (!names.add(module.name()) || all.size() == MOST) {
        throw settings.error(entry.at(), "a module's name twice, or more than " + MOST);
      }
      all.add(module);
    }
    return all;
  }

  private static CardModule module(SettingsFile settings, SettingsFile.Entry entry)
      throws IOException {
    TomlTable table = entry.table();
    settings.requireKnown(table, KEYS);
    if (!(table.get("name") instanceof String name)
        || !(table.get("library") instanceof String library)) {
      throw settings.error(entry.at(), "a card module has a name and a library");
    }
    try {
      return new CardModule(name, Path.of(library), environment(settings, entry));
    } catch (IllegalArgumentException unusable) {
      throw settings.error(entry.at(), String.valueOf(unusable.getMessage()));
    }
  }

  private static Map<String, String> environment(SettingsFile settings, SettingsFile.Entry entry)
      throws IOException {
    Map<String, String> variables = new HashMap<>();
    if (!entry.table().contains("environment")) {
      return variables;
    }
    if (!(entry.table().get("environment") instanceof TomlTable table)) {
      throw settings.error(entry.at(), "the environment is a table of texts");
    }
    for (Map.Entry<String, Object> each : table.entrySet()) {
      if (!(each.getValue() instanceof String text)) {
        throw settings.error(entry.at(), "the environment is a table of texts");
      }
      variables.put(each.getKey(), text);
    }
    return variables;
  }

  /** OpenSC; Yubico's only without it, or a card would be there twice; then p11-kit's register. */
  private static List<CardModule> usual() {
    List<CardModule> all = new ArrayList<>();
    openSc()
        .map(path -> new CardModule("OpenSC", path, Map.of()))
        .or(() -> first(YKCS11).map(path -> new CardModule("YKCS11", path, Map.of())))
        .ifPresent(all::add);
    for (CardModule registered : P11KitModules.ofSystem().modules()) {
      if (all.size() < MOST && all.stream().noneMatch(each -> isSame(each, registered))) {
        all.add(registered);
      }
    }
    return List.copyOf(all);
  }

  private static boolean isSame(CardModule one, CardModule other) {
    try {
      return one.name().equalsIgnoreCase(other.name())
          || Files.isSameFile(one.library(), other.library());
    } catch (IOException gone) {
      return false;
    }
  }

  /** Where OpenSC's module is on this system. */
  public static Optional<Path> openSc() {
    return first(OPENSC);
  }

  private static Optional<Path> first(List<Path> places) {
    return places.stream().filter(Path::isAbsolute).filter(Files::isRegularFile).findFirst();
  }
}
