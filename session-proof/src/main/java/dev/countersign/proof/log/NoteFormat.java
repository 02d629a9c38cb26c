package dev.countersign.proof.log;

import dev.countersign.proof.log.Parse.Malformed;
import dev.countersign.proof.log.Parse.Parsed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bytes to note and back; accepts exactly what it writes. */
final class NoteFormat {
  private static final int MAX_BYTES = 64 * 1024;
  private static final String LINE_START = "\u2014 ";
  private static final String SEPARATOR = "\n\n";

  private NoteFormat() {}

  static byte[] write(SignedNote note) {
    StringBuilder out = new StringBuilder(note.text()).append('\n');
    note.signatures().forEach(line -> out.append(line(line)));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String line(NoteSignature line) {
    byte[] signature = line.signature();
    byte[] blob =
        ByteBuffer.allocate(4 + signature.length).putInt(line.keyId()).put(signature).array();
    return LINE_START + line.name() + ' ' + Base64.getEncoder().encodeToString(blob) + '\n';
  }

  static Parse<SignedNote> parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return new Malformed<>("the note is larger than 64 KiB");
    }
    String all;
    try {
      all = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new Malformed<>("the note is not valid UTF-8");
    }
    if (!all.endsWith("\n")) {
      return new Malformed<>("the note does not end in a newline");
    }
    int end = all.lastIndexOf(SEPARATOR);
    if (end < 0) {
      return new Malformed<>("no blank line separates text and signatures");
    }
    String text = all.substring(0, end + 1);
    String signatureLines = all.substring(end + SEPARATOR.length());
    return signatureLines.isEmpty()
        ? new Malformed<>("the note has no signature")
        : lines(text, signatureLines);
  }

  private static Parse<SignedNote> lines(String text, String block) {
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : block.substring(0, block.length() - 1).split("\n", -1)) {
      Optional<NoteSignature> signature = line(line);
      if (signature.isEmpty()) {
        return new Malformed<>("signature line " + (signatures.size() + 1) + " is malformed");
      }
      signatures.add(signature.get());
    }
    return fault(text, signatures)
        .<Parse<SignedNote>>map(Malformed::new)
        .orElseGet(() -> new Parsed<>(new SignedNote(text, signatures)));
  }

  private static Optional<NoteSignature> line(String line) {
    if (!line.startsWith(LINE_START)) {
      return Optional.empty();
    }
    List<String> parts = List.of(line.substring(LINE_START.length()).split(" ", -1));
    if (parts.size() != 2 || !KeyName.isValid(parts.getFirst())) {
      return Optional.empty();
    }
    byte[] blob;
    try {
      blob = Base64.getDecoder().decode(parts.getLast());
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    boolean canonical = Base64.getEncoder().encodeToString(blob).equals(parts.getLast());
    if (!canonical || blob.length <= 4) {
      return Optional.empty();
    }
    int keyId = ByteBuffer.wrap(blob).getInt();
    byte[] signature = Arrays.copyOfRange(blob, 4, blob.length);
    return Optional.of(new NoteSignature(parts.getFirst(), keyId, signature));
  }

  /** Why these parts cannot form a note, if so. */
  static Optional<String> fault(String text, List<NoteSignature> signatures) {
    if (!text.endsWith("\n") || text.length() == 1) {
      return Optional.of("the text is empty or does not end in a newline");
    }
    if (!text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f))) {
      return Optional.of("the text has a character that is not printable ASCII");
    }
    if (signatures.isEmpty() || signatures.size() > SignedNote.MAX_SIGNATURES) {
      return Optional.of("a note has 1 to " + SignedNote.MAX_SIGNATURES + " signatures");
    }
    Set<String> keys = new HashSet<>();
    for (NoteSignature line : signatures) {
      if (!keys.add(line.name() + " " + line.keyId())) {
        return Optional.of("two signature lines are by the same key");
      }
    }
    return Optional.empty();
  }
}
