package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modules that are registered with p11-kit on this system (pkcs11.conf(5)): files {@code
 * *.module} of lines {@code key: value}. One of the administrator's own replaces one of the same
 * name that a package brought. What is limited to other programs, is switched off, or is p11-kit's
 * own store of trusted certificates is left out.
 */
public final class P11KitModules {
  private static final Logger LOG = LoggerFactory.getLogger(P11KitModules.class);
  private static final String SUFFIX = ".module";
  private static final int MAX_BYTES = 16 * 1024;

  private final List<Path> registers;
  private final List<Path> libraries;

  /**
   * Looks in given places.
   *
   * @param registers folders of {@code *.module} files; a later one replaces an earlier one's
   * @param libraries where a relative path of a library is looked for, in this order
   */
  public P11KitModules(List<Path> registers, List<Path> libraries) {
    this.registers = List.copyOf(registers);
    this.libraries = List.copyOf(libraries);
  }

  /** The usual places of Linux distributions. */
  public static P11KitModules ofSystem() {
    return new P11KitModules(
        List.of(Path.of("/usr/share/p11-kit/modules"), Path.of("/etc/pkcs11/modules")),
        List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/pkcs11"),
            Path.of("/usr/lib/aarch64-linux-gnu/pkcs11"),
            Path.of("/usr/lib64/pkcs11"),
            Path.of("/usr/lib/pkcs11"),
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/aarch64-linux-gnu")));
  }

  /**
   * The modules whose library is there, by name. A file that cannot be read is logged, not used.
   */
  public List<CardModule> modules() {
    SortedMap<String, Path> files = new TreeMap<>();
    registers.forEach(register -> collect(register, files));
    List<CardModule> modules = new ArrayList<>();
    files.forEach((name, file) -> module(name, file).ifPresent(modules::add));
    return List.copyOf(modules);
  }

  private static void collect(Path register, Map<String, Path> files) {
    if (!Files.isDirectory(register)) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(register, "*" + SUFFIX)) {
      for (Path file : found) {
        String name = file.getFileName().toString();
        files.put(name.substring(0, name.length() - SUFFIX.length()), file);
      }
    } catch (IOException unreadable) {
      LOG.warn("the register of modules {} cannot be read: {}", register, unreadable.toString());
    }
  }

  private Optional<CardModule> module(String name, Path file) {
    Map<String, String> settings;
    try {
      settings = settings(file);
    } catch (IOException unreadable) {
      LOG.warn("{} cannot be read, its module is not used: {}", file, unreadable.toString());
      return Optional.empty();
    }
    if (settings.containsKey("enable-in")
        || settings.containsKey("disable-in")
        || settings.containsKey("remote")
        || settings.getOrDefault("trust-policy", "no").equals("yes")
        || settings.getOrDefault("module", "").contains("p11-kit-")) {
      return Optional.empty();
    }
    return Optional.ofNullable(settings.get("module"))
        .filter(value -> !value.isEmpty() && !name.isBlank())
        .flatMap(this::library)
        .map(library -> new CardModule(name, library, Map.of()));
  }

  private static Map<String, String> settings(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("larger than " + MAX_BYTES + " bytes");
    }
    Map<String, String> settings = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      int colon = line.indexOf(':');
      if (!line.startsWith("#") && colon > 0) {
        settings.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return settings;
  }

  private Optional<Path> library(String value) {
    if (value.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Path given = Path.of(value);
    if (given.isAbsolute()) {
      return Optional.of(given).filter(Files::isRegularFile);
    }
    return libraries.stream()
        .map(folder -> folder.resolve(given))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
