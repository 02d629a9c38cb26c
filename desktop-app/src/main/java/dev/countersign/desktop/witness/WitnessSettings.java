package dev.countersign.desktop.witness;

import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.WitnessKeyText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * The second witnesses in {@code settings.toml}: tables {@code [[witness]]} with {@code key}, one
 * line as the witness prints it, and {@code url}, its submission prefix. An unknown key is an
 * error.
 */
public record WitnessSettings(List<Configured> witnesses) {
  private static final int MOST = 4;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  /**
   * One of them.
   *
   * @param line the key as it stands in the file
   * @param url https, or http on this machine; without a final slash
   */
  public record Configured(String line, CosignatureVerifier key, URI url) {}

  public WitnessSettings {
    witnesses = List.copyOf(witnesses);
  }

  /**
   * Reads the file; without one there are none.
   *
   * @throws IOException with the line, when it cannot be used as it stands
   */
  public static WitnessSettings read(Path file) throws IOException {
    TomlParseResult toml;
    try {
      toml = Toml.parse(Files.readString(file));
    } catch (NoSuchFileException none) {
      return new WitnessSettings(List.of());
    }
    if (toml.hasErrors()) {
      var first = toml.errors().getFirst();
      throw error(file, first.position(), String.valueOf(first.getMessage()));
    }
    for (String key : new TreeSet<>(toml.keySet())) {
      if (!key.equals("witness")) {
        throw error(file, toml.inputPositionOf(key), "unknown key " + key);
      }
    }
    if (!toml.contains("witness")) {
      return new WitnessSettings(List.of());
    }
    if (!(toml.get("witness") instanceof TomlArray tables)
        || !tables.toList().stream().allMatch(TomlTable.class::isInstance)) {
      throw error(file, toml.inputPositionOf("witness"), "witness is not written as [[witness]]");
    }
    List<Configured> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < tables.size(); i++) {
      Configured each = configured(file, tables.getTable(i), tables.inputPositionOf(i));
      if (!names.add(each.key().name()) || all.size() == MOST) {
        throw error(file, tables.inputPositionOf(i), "a witness twice, or more than " + MOST);
      }
      all.add(each);
    }
    return new WitnessSettings(all);
  }

  private static Configured configured(Path file, TomlTable table, TomlPosition at)
      throws IOException {
    for (String key : new TreeSet<>(table.keySet())) {
      if (!key.equals("key") && !key.equals("url")) {
        throw error(file, table.inputPositionOf(key), "unknown key " + key);
      }
    }
    if (!(table.get("key") instanceof String line) || !(table.get("url") instanceof String url)) {
      throw error(file, at, "a witness has a key and a url");
    }
    return switch (WitnessKeyText.parse(line)) {
      case Parse.Malformed<CosignatureVerifier>(String reason) -> throw error(file, at, reason);
      case Parse.Parsed<CosignatureVerifier>(CosignatureVerifier key) ->
          new Configured(line.strip(), key, url(file, at, url));
    };
  }

  private static URI url(Path file, TomlPosition at, String text) throws IOException {
    URI url;
    try {
      url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException notAnAddress) {
      throw error(file, at, "the url is not one");
    }
    String host = url.getHost() == null ? "" : url.getHost();
    boolean secure = "https".equals(url.getScheme()) && !host.isEmpty();
    boolean local = "http".equals(url.getScheme()) && LOOPBACK.contains(host);
    boolean bare =
        url.getRawQuery() == null && url.getRawFragment() == null && url.getUserInfo() == null;
    if (!(secure || local) || !bare) {
      throw error(file, at, "a witness is reached by https (or http on this machine)");
    }
    return url;
  }

  private static IOException error(Path file, @Nullable TomlPosition at, String what) {
    String where = at == null ? "" : ", line " + at.line();
    return new IOException(file.getFileName() + where + ": " + what);
  }
}
