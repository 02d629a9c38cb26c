package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads a vector and the files it names. */
public final class VectorReader {
  private static final List<String> EXAMINE =
      List.of("about", "requirements", "entry", "expect", "at", "trust", "request", "proof");
  private static final List<String> EXAMINE_CHAINED =
      List.of(
          "about", "requirements", "entry", "expect", "at", "trust", "request", "parents", "proof");
  private static final List<String> AUTHORIZE =
      List.of("about", "requirements", "entry", "expect", "state", "proof", "log_evidence");

  private final Files files;

  /** Where a vector's files come from. */
  @FunctionalInterface
  public interface Files {
    /**
     * The bytes of a file.
     *
     * @param name relative to the folder of the vectors, as the vector names it
     */
    Bytes read(String name) throws IOException;
  }

  public VectorReader(Files files) {
    this.files = files;
  }

  /**
   * Reads a vector.
   *
   * @param text the vector file's bytes
   * @throws MalformedVectorException if it is not in the published format
   * @throws IOException if a file that it names cannot be read
   */
  public Vector read(Bytes text) throws MalformedVectorException, IOException {
    Map<String, String> header = header(text);
    return new Vector(
        value(header, "about"),
        value(header, "requirements"),
        value(header, "expect"),
        switch (value(header, "entry")) {
          case "examine" -> examine(header);
          case "authorize" -> authorize(header);
          default -> throw new MalformedVectorException("the entry is neither of the two");
        });
  }

  private Vector.Examine examine(Map<String, String> header)
      throws MalformedVectorException, IOException {
    List<Bytes> parents = new ArrayList<>();
    if (header.containsKey("parents")) {
      requireKeys(header, EXAMINE_CHAINED);
      for (String name : value(header, "parents").split(" ", -1)) {
        parents.add(files.read(name));
      }
    } else {
      requireKeys(header, EXAMINE);
    }
    return new Vector.Examine(
        files.read(value(header, "trust")),
        files.read(value(header, "request")),
        parents,
        files.read(value(header, "proof")),
        time(value(header, "at")));
  }

  private Vector.Authorize authorize(Map<String, String> header)
      throws MalformedVectorException, IOException {
    requireKeys(header, AUTHORIZE);
    return new Vector.Authorize(
        StateReader.read(files.read(value(header, "state"))),
        files.read(value(header, "proof")),
        files.read(value(header, "log_evidence")));
  }

  private static OptionalLong time(String at) throws MalformedVectorException {
    if (at.equals("statement")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(at));
    } catch (NumberFormatException notATime) {
      throw new MalformedVectorException("at is neither a time nor 'statement'", notATime);
    }
  }

  private static Map<String, String> header(Bytes text) throws MalformedVectorException {
    String all = new String(text.toArray(), StandardCharsets.UTF_8);
    Map<String, String> header = new LinkedHashMap<>();
    for (String line : all.lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon < 0 || header.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
        throw new MalformedVectorException("a line is not 'key: value', or a key stands twice");
      }
    }
    return header;
  }

  private static void requireKeys(Map<String, String> header, List<String> keys)
      throws MalformedVectorException {
    if (!List.copyOf(header.keySet()).equals(keys)) {
      throw new MalformedVectorException("the keys are not " + keys);
    }
  }

  private static String value(Map<String, String> header, String key)
      throws MalformedVectorException {
    String value = header.get(key);
    if (value == null) {
      throw new MalformedVectorException("the key " + key + " is missing");
    }
    return value;
  }
}
