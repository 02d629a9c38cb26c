package dev.countersign.proof.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Parses the strict JSON profile of {@code docs/protocol.md}: UTF-8 without a byte order mark, no
 * duplicate member (compared after unescaping), no lone surrogate, noncharacter or U+0000 in any
 * string or name, numbers only as integers within ±(2^53−1) and never {@code -0}, bounded depth and
 * size, nothing after the value. Common parsers let each of these through in some mode.
 */
public final class StrictJson {
  /** The largest decoded document, in bytes. */
  public static final int MAX_BYTES = 64 * 1024;

  /** The deepest nesting of objects and arrays, the outermost counted as 1. */
  public static final int MAX_DEPTH = 12;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Names are not kept beyond their document: an attacker chooses them.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(17)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * Parses one document of at most {@link #MAX_BYTES}.
   *
   * @throws RefusedException {@code too_large} or {@code malformed_json}
   */
  public static JsonValue parse(byte[] document) throws RefusedException {
    return parse(document, MAX_BYTES);
  }

  /** Parses a document that must be an object. */
  public static JsonObject parseObject(byte[] document) throws RefusedException {
    return parseObject(document, MAX_BYTES);
  }

  /** Parses a document of at most {@code maxBytes} that must be an object. */
  public static JsonObject parseObject(byte[] document, int maxBytes) throws RefusedException {
    if (parse(document, maxBytes) instanceof JsonObject object) {
      return object;
    }
    throw malformed("the document is not an object");
  }

  private static JsonValue parse(byte[] document, int maxBytes) throws RefusedException {
    if (document.length > maxBytes) {
      throw new RefusedException(
          RefusalCode.TOO_LARGE, document.length + " bytes; at most " + maxBytes + " are accepted");
    }
    // Decoding ourselves keeps the library's guessing of UTF-16 and UTF-32 out of the way.
    String text = decode(document);
    requireAsciiEscapes(text);
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw malformed("the document is empty");
      }
      JsonValue value = new Walk(parser, isPlain(document, text)).value();
      if (parser.nextToken() != null) {
        throw malformed("something follows the value");
      }
      return value;
    } catch (IOException notJson) {
      // The library's message may quote the input: give the position only.
      throw new RefusedException(
          RefusalCode.MALFORMED_JSON, "not strict JSON" + position(notJson), notJson);
    }
  }

  private static String decode(byte[] document) throws RefusedException {
    String text = new String(document, StandardCharsets.UTF_8);
    // The platform puts U+FFFD for what is not UTF-8; only the slow decoder tells it from a real
    // one.
    if (text.indexOf('\uFFFD') >= 0) {
      text = decodeStrictly(document);
    }
    if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
      throw malformed("begins with a byte order mark");
    }
    return text;
  }

  private static String decodeStrictly(byte[] document) throws RefusedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(document))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw new RefusedException(RefusalCode.MALFORMED_JSON, "not valid UTF-8", notUtf8);
    }
  }

  /**
   * Whether no string in the document can hold anything but ASCII above U+0000: the tokenizer takes
   * no bare control character, and there is no escape by number.
   */
  private static boolean isPlain(byte[] document, String text) {
    return isAscii(document) && !text.contains("\\u");
  }

  private static boolean isAscii(byte[] document) {
    int bits = 0;
    for (byte each : document) {
      bits |= each;
    }
    return bits >= 0;
  }

  /**
   * The library looks only at the low byte of each digit of an escape, so that it would read U+0131
   * as the digit 1.
   */
  private static void requireAsciiEscapes(String text) throws RefusedException {
    for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2)) {
      boolean unicode = at + 1 < text.length() && text.charAt(at + 1) == 'u';
      for (int i = at + 2; unicode && i < Math.min(at + 6, text.length()); i++) {
        if (text.charAt(i) > 0x7f) {
          throw malformed("an escape with digits that are not ASCII");
        }
      }
    }
  }

  /** Whether a text may stand in a document: scalar values only, no U+0000, no noncharacter. */
  public static boolean takes(String text) {
    try {
      scalarValues(text);
      return true;
    } catch (RefusedException refused) {
      return false;
    }
  }

  /** The one walk over a document's tokens; {@code plain} texts need no look at each character. */
  private record Walk(JsonParser parser, boolean plain) {
    JsonValue value() throws IOException, RefusedException {
      return switch (parser.currentToken()) {
        case START_OBJECT -> object();
        case START_ARRAY -> array();
        case VALUE_STRING -> new JsonString(checked(parser.getText()));
        case VALUE_NUMBER_INT -> integer(parser.getText());
        case VALUE_TRUE -> new JsonBoolean(true);
        case VALUE_FALSE -> new JsonBoolean(false);
        case VALUE_NULL -> JsonNull.NULL;
        case VALUE_NUMBER_FLOAT -> throw malformed("a number that is not an integer");
        default -> throw malformed("an unexpected token");
      };
    }

    private JsonObject object() throws IOException, RefusedException {
      LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = checked(parser.currentName());
        parser.nextToken();
        if (members.putIfAbsent(name, value()) != null) {
          throw malformed("a member is given twice");
        }
      }
      return JsonObject.owning(members);
    }

    private JsonArray array() throws IOException, RefusedException {
      List<JsonValue> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value());
      }
      return new JsonArray(items);
    }

    private String checked(String text) throws RefusedException {
      return plain ? text : scalarValues(text);
    }
  }

  private static JsonInteger integer(String digits) throws RefusedException {
    if (digits.equals("-0")) {
      throw malformed("negative zero");
    }
    // At most 17 characters arrive here (stream constraint), so this cannot overflow a long.
    long value = Long.parseLong(digits);
    if (value > JsonInteger.MAX || value < -JsonInteger.MAX) {
      throw malformed("an integer outside ±(2^53−1)");
    }
    return new JsonInteger(value);
  }

  private static String scalarValues(String text) throws RefusedException {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (codePoint == 0) {
        throw malformed("U+0000 in a string");
      }
      if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
        throw malformed("a lone surrogate in a string");
      }
      if ((codePoint >= 0xFDD0 && codePoint <= 0xFDEF) || (codePoint & 0xFFFE) == 0xFFFE) {
        throw malformed("a noncharacter in a string");
      }
      i += Character.charCount(codePoint);
    }
    return text;
  }

  private static String position(IOException failure) {
    return failure instanceof com.fasterxml.jackson.core.JsonProcessingException parse
            && parse.getLocation() != null
        ? " at character " + (parse.getLocation().getCharOffset() + 1)
        : "";
  }

  private static RefusedException malformed(String what) {
    return new RefusedException(RefusalCode.MALFORMED_JSON, "not strict JSON: " + what);
  }
}
