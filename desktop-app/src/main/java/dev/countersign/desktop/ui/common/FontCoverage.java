package dev.countersign.desktop.ui.common;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * The code points for which a font file has a glyph, from its {@code cmap} table (OpenType 1.9,
 * "cmap", formats 4 and 12).
 *
 * <p>JavaFX would silently borrow a missing glyph from whatever font the machine has, or draw a
 * box; the desk shows an escape instead, so it must know the coverage itself.
 */
final class FontCoverage {
  private static final int TABLE_RECORD_BYTES = 16;
  private static final int ENCODING_RECORD_BYTES = 8;

  private final BitSet covered;

  private FontCoverage(BitSet covered) {
    this.covered = covered;
  }

  /**
   * Reads a whole font file.
   *
   * @throws IllegalArgumentException when it has no cmap table in a known format
   */
  static FontCoverage of(byte[] fontFile) {
    ByteBuffer font = ByteBuffer.wrap(fontFile);
    int cmap = cmapOffset(font);
    BitSet covered = new BitSet();
    int encodings = font.getShort(cmap + 2) & 0xffff;
    for (int i = 0; i < encodings; i++) {
      int subtable = cmap + font.getInt(cmap + 4 + i * ENCODING_RECORD_BYTES + 4);
      switch (font.getShort(subtable) & 0xffff) {
        case 4 -> readSegments(font, subtable, covered);
        case 12 -> readGroups(font, subtable, covered);
        default -> {
          // Other formats (variation selectors, legacy encodings) add no code points of their own.
        }
      }
    }
    if (covered.isEmpty()) {
      throw new IllegalArgumentException("the font maps no characters in a known format");
    }
    return new FontCoverage(covered);
  }

  boolean covers(int codePoint) {
    return covered.get(codePoint);
  }

  private static int cmapOffset(ByteBuffer font) {
    int tables = font.getShort(4) & 0xffff;
    for (int i = 0; i < tables; i++) {
      int tableRecord = 12 + i * TABLE_RECORD_BYTES;
      byte[] tag = new byte[4];
      font.get(tableRecord, tag);
      if (new String(tag, StandardCharsets.US_ASCII).equals("cmap")) {
        return font.getInt(tableRecord + 8);
      }
    }
    throw new IllegalArgumentException("the font has no cmap table");
  }

  private static void readSegments(ByteBuffer font, int at, BitSet covered) {
    int doubled = font.getShort(at + 6) & 0xffff;
    int ends = at + 14;
    int starts = ends + doubled + 2;
    int deltas = starts + doubled;
    int offsets = deltas + doubled;
    for (int i = 0; i < doubled; i += 2) {
      int start = font.getShort(starts + i) & 0xffff;
      int end = font.getShort(ends + i) & 0xffff;
      int delta = font.getShort(deltas + i);
      int offset = font.getShort(offsets + i) & 0xffff;
      for (int code = start; code <= end && code != 0xffff; code++) {
        int glyph =
            offset == 0 ? code : font.getShort(offsets + i + offset + 2 * (code - start)) & 0xffff;
        if ((offset != 0 && glyph == 0) || ((glyph + delta) & 0xffff) == 0) {
          continue;
        }
        covered.set(code);
      }
    }
  }

  private static void readGroups(ByteBuffer font, int at, BitSet covered) {
    int groups = font.getInt(at + 12);
    for (int i = 0; i < groups; i++) {
      int group = at + 16 + i * 12;
      covered.set(font.getInt(group), font.getInt(group + 4) + 1);
    }
  }
}
