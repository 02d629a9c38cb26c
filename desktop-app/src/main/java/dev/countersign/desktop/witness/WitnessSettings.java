package dev.countersign.desktop.witness;

import dev.countersign.desktop.settings.SettingsFile;
import dev.countersign.proof.log.NoteKeys.CosignatureVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.WitnessKeyText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tomlj.TomlTable;

/**
 * The second witnesses in {@code settings.toml}: tables {@code [[witness]]} with {@code key}, one
 * line as the witness prints it, and {@code url}, its submission prefix. An unknown key is an
 * error.
 */
public record WitnessSettings(List<Configured> witnesses) {
  private static final int MOST = 4;
  private static final Set<String> KEYS = Set.of("key", "url");
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
    SettingsFile settings = SettingsFile.read(file);
    List<Configured> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (SettingsFile.Entry entry : settings.tables(SettingsFile.WITNESS)) {
      Configured each = configured(settings, entry);
      if (!names.add(each.key().name()) || all.size() == MOST) {
        throw settings.error(entry.at(), "a witness twice, or more than " + MOST);
      }
      all.add(each);
    }
    return new WitnessSettings(all);
  }

  private static Configured configured(SettingsFile settings, SettingsFile.Entry entry)
      throws IOException {
    TomlTable table = entry.table();
    settings.requireKnown(table, KEYS);
    if (!(table.get("key") instanceof String line) || !(table.get("url") instanceof String url)) {
      throw settings.error(entry.at(), "a witness has a key and a url");
    }
    return switch (WitnessKeyText.parse(line)) {
      case Parse.Malformed<CosignatureVerifier>(String reason) ->
          throw settings.error(entry.at(), reason);
      case Parse.Parsed<CosignatureVerifier>(CosignatureVerifier key) ->
          new Configured(line.strip(), key, url(settings, entry, url));
    };
  }

  private static URI url(SettingsFile settings, SettingsFile.Entry entry, String text)
      throws IOException {
    URI url;
    try {
      url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException notAnAddress) {
      throw settings.error(entry.at(), "the url is not one");
    }
    String host = url.getHost() == null ? "" : url.getHost();
    boolean secure = "https".equals(url.getScheme()) && !host.isEmpty();
    boolean local = "http".equals(url.getScheme()) && LOOPBACK.contains(host);
    boolean bare =
        url.getRawQuery() == null && url.getRawFragment() == null && url.getUserInfo() == null;
    if (!(secure || local) || !bare) {
      throw settings.error(entry.at(), "a witness is reached by https (or http on this machine)");
    }
    return url;
  }
}
