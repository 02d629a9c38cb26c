package dev.countersign.desktop.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operations that the preload library recorded, each with the path it concerns. */
record DiskRecord(List<Op> ops) {
  /**
   * @param kind O, N, W, T, S or U as in record-io.c
   */
  record Op(char kind, String path, long offset, byte[] bytes) {}

  static DiskRecord read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    Map<Integer, String> paths = new HashMap<>();
    List<Op> ops = new ArrayList<>();
    while (in.hasRemaining()) {
      char kind = (char) in.get();
      int number = in.getInt();
      long offset = in.getLong();
      byte[] bytes = new byte[in.getInt()];
      in.get(bytes);
      if (kind == 'O' || kind == 'N' || kind == 'U') {
        String path = new String(bytes, StandardCharsets.UTF_8);
        paths.put(number, path);
        ops.add(new Op(kind, path, 0, bytes));
      } else {
        ops.add(new Op(kind, paths.get(number), offset, bytes));
      }
    }
    return new DiskRecord(ops);
  }
}
