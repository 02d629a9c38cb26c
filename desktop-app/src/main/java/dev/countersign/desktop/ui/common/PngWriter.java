package dev.countersign.desktop.ui.common;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;

/**
 * Writes a picture as PNG (W3C PNG, third edition): 8-bit RGB, no interlace, no metadata, so that
 * the same picture always gives the same bytes. Needs no AWT.
 */
public final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int FILTER_UP = 2;

  private PngWriter() {}

  /** Writes the picture; the stream stays open. */
  public static void write(Image image, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.write(SIGNATURE);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt((int) image.getWidth());
    fields.writeInt((int) image.getHeight());
    fields.write(new byte[] {8, 2, 0, 0, 0});
    chunk(data, "IHDR", header.toByteArray());
    chunk(data, "IDAT", compressed(image));
    chunk(data, "IEND", new byte[0]);
    data.flush();
  }

  private static byte[] compressed(Image image) throws IOException {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    PixelReader pixels = image.getPixelReader();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes, deflater)) {
      byte[] above = new byte[width * 3];
      for (int y = 0; y < height; y++) {
        byte[] row = row(pixels, width, y);
        byte[] filtered = new byte[row.length];
        for (int i = 0; i < row.length; i++) {
          filtered[i] = (byte) (row[i] - above[i]);
        }
        deflated.write(FILTER_UP);
        deflated.write(filtered);
        above = row;
      }
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static byte[] row(PixelReader pixels, int width, int y) {
    byte[] row = new byte[width * 3];
    for (int x = 0; x < width; x++) {
      int argb = pixels.getArgb(x, y);
      row[3 * x] = (byte) (argb >> 16);
      row[3 * x + 1] = (byte) (argb >> 8);
      row[3 * x + 2] = (byte) argb;
    }
    return row;
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) crc.getValue());
  }
}
