package dev.countersign.proof.vectors;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The strict JSON profile, as requests that a gateway signed: what common parsers disagree about is
 * refused, and what is accepted means the same to everyone, which the display digest shows.
 */
final class JsonProfileCases extends ExamineTopic {
  /** A member two levels below the typed detail that the cases fill with something else. */
  private static final String NOTE = "\"note\":\"\"";

  JsonProfileCases() {
    accepted();
    strings();
    numbers();
    grammar();
    encoding();
  }

  private void accepted() {
    valid("space-around", "white space around the value", text -> "\n " + text + "\r\n\t ");
    valid(
        "space-inside",
        "white space between the tokens",
        text -> text.replace("{\"v\":1,", "{ \"v\"\t:\r1 ,\n"));
    valid("escapes", "every escape", note("\"\\u00E9\\ud83D\\uDe00\\/\\b\\f\\n\\r\\t\\\"\\\\\""));
    valid(
        "names",
        "names that libraries treat specially",
        members(
            "\"10\":1,\"9\":2,\"0\":3,\"00\":4,\"-1\":5,\"__proto__\":{\"x\":1},\"constructor\":{},"
                + "\"toString\":[],\"\":6,\"a/b~c\":7,\"\\\\\":8,\"hasOwnProperty\":null"));
    valid(
        "names-normalised",
        "two names that are one after normalisation",
        members("\"\\u00e9\":1,\"e\\u0301\":2"));
    valid("integers", "the largest integers", note("[9007199254740991,-9007199254740991,0,10,-1]"));
    valid("deepest", "8 levels below a detail", note(nested(7)));
    valid(
        "hidden-characters",
        "a mark inside a string, bidirectional and unassigned characters",
        note("\"a\\ufeffb\\u202Ec\\u00adde\\u0378f\\udb40\\udc41\\u2028\\ue000\""));
    valid("delete", "U+007F as it stands", note("\"\u007f\""));
  }

  private void strings() {
    refused("duplicate", "a member given twice", members("\"n\":1,\"n\":1"));
    refused(
        "duplicate-escaped", "a name given twice, once escaped", members("\"n\":1,\"\\u006e\":1"));
    refused(
        "duplicate-proto",
        "a special name given twice",
        members("\"__proto__\":1,\"__proto__\":2"));
    refused("lone-high", "a high surrogate alone", note("\"\\ud83d\""));
    refused("lone-low", "a low surrogate alone", note("\"\\ude00\""));
    refused("surrogates-swapped", "a pair in the wrong order", note("\"\\ude00\\ud83d\""));
    refused("lone-in-name", "a lone surrogate in a name", members("\"\\udfff\":1"));
    refused("noncharacter", "U+FFFF", note("\"\\uffff\""));
    refused("noncharacter-fdd0", "U+FDD0", note("\"\\ufdd0\""));
    refused("noncharacter-last", "U+10FFFF", note("\"\\udbff\\udfff\""));
    refused("noncharacter-in-name", "U+1FFFE in a name", members("\"\\ud83f\\udffe\":1"));
    refused("nul", "U+0000, escaped", note("\"\\u0000\""));
    refused("control", "a tab as it stands in a string", note("\"\t\""));
    refused("escape-unknown", "an escape that JSON does not know", note("\"\\x41\""));
    refused("escape-upper", "a capital U in an escape", note("\"\\U0041\""));
    refused("escape-short", "three digits in an escape", note("\"\\u041\""));
    refused("escape-digits", "full-width digits in an escape", note("\"\\u００４１\""));
    refused("single-quotes", "single quotes", note("'x'"));
  }

  private void numbers() {
    refused("integer-large", "2^53", note("9007199254740992"));
    refused("integer-small", "-(2^53)", note("-9007199254740992"));
    refused("integer-huge", "an integer of 400 digits", note("1" + "0".repeat(399)));
    refused("fraction", "1.0", note("1.0"));
    refused("exponent", "1e2", note("1e2"));
    refused("minus-zero", "-0", note("-0"));
    refused("leading-zero", "01", note("01"));
    refused("plus", "+1", note("+1"));
    refused("hexadecimal", "0x10", note("0x10"));
    refused("digits", "digits of another script", note("\u0661"));
    refused("nan", "NaN", note("NaN"));
  }

  private void grammar() {
    refused("too-deep", "9 levels below a detail", note(nested(8)));
    refused("deeper", "13 levels", note(nested(9)));
    refused("comma", "a comma after the last item", note("[1,]"));
    refused("comma-object", "a comma after the last member", note("{\"a\":1,}"));
    refused("comment", "a comment", note("/**/1"));
    refused("bare-name", "a name without quotes", members("n:1"));
    refused("upper-word", "True", note("True"));
    refused("vertical-tab", "a vertical tab between tokens", note("\u000b1"));
    refused("no-break-space", "a no-break space between tokens", note("\u00a01"));
    refused("two-values", "a second value", text -> text + "{}");
    refused("nul-behind", "a U+0000 behind the value", text -> text + "\0");
    refused("array", "an array around the request", text -> "[" + text + "]");
    refused("bom", "a byte order mark", text -> "\uFEFF" + text);
  }

  private void encoding() {
    raw("not-utf8", "a byte that UTF-8 does not know", 0xff);
    raw("overlong", "a slash in two bytes", 0xc0, 0xaf);
    raw("utf8-surrogate", "a surrogate in UTF-8", 0xed, 0xa0, 0x80);
    raw("utf8-beyond", "U+110000 in UTF-8", 0xf4, 0x90, 0x80, 0x80);
    raw("utf8-noncharacter", "U+FFFE as it stands", 0xef, 0xbf, 0xbe);
    raw("utf8-cut", "a character cut short", 0xe2, 0x82);
    add(refusal("utf16", "UTF-16"))
        .with(s -> s.requestBytes(payload -> text(payload).getBytes(StandardCharsets.UTF_16BE)));
  }

  private void valid(String name, String about, UnaryOperator<String> edit) {
    add(ExamineCase.valid(Decision.APPROVE, "json-" + name, "D2", "JSON: " + about))
        .with(s -> s.requestBytes(payload -> utf8(edit.apply(text(payload)))));
  }

  private void refused(String name, String about, UnaryOperator<String> edit) {
    add(refusal(name, about)).with(s -> s.requestBytes(payload -> utf8(edit.apply(text(payload)))));
  }

  /** With these bytes as the text of a string. */
  private void raw(String name, String about, int... bytes) {
    add(refusal(name, about)).with(s -> s.requestBytes(payload -> spliced(payload, bytes)));
  }

  private static ExamineCase refusal(String name, String about) {
    return ExamineCase.refused(RefusalCode.MALFORMED_REQUEST, "json-" + name, "", "JSON: " + about);
  }

  private static UnaryOperator<String> note(String json) {
    return text -> text.replace(NOTE, "\"note\":" + json);
  }

  private static UnaryOperator<String> members(String json) {
    return text -> text.replace(NOTE, json);
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static byte[] spliced(byte[] payload, int... bytes) {
    StringBuilder latin1 = new StringBuilder();
    for (int each : bytes) {
      latin1.append((char) each);
    }
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    return text.replace(NOTE, "\"note\":\"" + latin1 + "\"").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
