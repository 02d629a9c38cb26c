package dev.countersign.desktop.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A disk that replays a record and can lose its power at any operation. What was synced stays; of
 * the rest anything may have reached the disk, in any order and in single sectors. A new file stays
 * only when its folder was synced.
 */
final class DiskAtPowerLoss {
  private static final int SECTOR = 512;

  private final Map<String, byte[]> durable = new HashMap<>();
  private final Map<String, List<DiskRecord.Op>> pending = new HashMap<>();
  private final Set<String> unsyncedNames = new HashSet<>();
  private final StringBuilder acknowledged = new StringBuilder();

  /** What of the unsynced operations reached the disk. */
  enum Survival {
    NOTHING,
    EVERYTHING,
    SOME_IN_ORDER,
    SOME_TORN_AND_REORDERED
  }

  void apply(DiskRecord.Op op) {
    String path = op.path();
    switch (op.kind()) {
      case 'N' -> {
        durable.put(path, new byte[0]);
        unsyncedNames.add(path);
      }
      case 'W', 'T' -> {
        if (path.endsWith("acknowledged")) {
          acknowledged.append(new String(op.bytes(), java.nio.charset.StandardCharsets.US_ASCII));
        } else {
          pending.computeIfAbsent(path, _ -> new ArrayList<>()).add(op);
        }
      }
      case 'S' -> {
        byte[] content = durable.get(path);
        if (content == null) {
          // A folder: the names in it are durable now.
          unsyncedNames.removeIf(name -> Path.of(name).getParent().toString().equals(path));
        } else {
          for (DiskRecord.Op each : pending.getOrDefault(path, List.of())) {
            content = written(content, each, null);
          }
          durable.put(path, content);
          pending.remove(path);
        }
      }
      case 'U' -> {
        // The stricter assumption for a log: what was removed is gone.
        durable.remove(path);
        pending.remove(path);
      }
      case 'O' -> {}
      default -> throw new IllegalStateException("unknown operation " + op.kind());
    }
  }

  /** Everything acknowledged to the caller so far. */
  Map<Long, String> acknowledged() {
    return LeafDigest.read(acknowledged.toString());
  }

  /** Writes what the disk holds after a power cut now into a folder. */
  void writeTo(Path folder, Survival survival, Random random) throws IOException {
    for (Map.Entry<String, byte[]> file : durable.entrySet()) {
      String name = Path.of(file.getKey()).getFileName().toString();
      // The shared index is memory, not disk; SQLite makes it anew.
      if (name.endsWith("-shm") || !name.startsWith("audit.db")) {
        continue;
      }
      List<DiskRecord.Op> unsynced = pending.getOrDefault(file.getKey(), List.of());
      boolean nameKept =
          !unsyncedNames.contains(file.getKey())
              || survival == Survival.EVERYTHING
              || (survival != Survival.NOTHING && random.nextBoolean());
      if (nameKept) {
        Files.write(folder.resolve(name), content(file.getValue(), unsynced, survival, random));
      }
    }
  }

  private static byte[] content(
      byte[] synced, List<DiskRecord.Op> unsynced, Survival survival, Random random) {
    List<DiskRecord.Op> kept = new ArrayList<>(unsynced);
    switch (survival) {
      case NOTHING -> kept.clear();
      case EVERYTHING -> {}
      case SOME_IN_ORDER -> kept.removeIf(_ -> random.nextBoolean());
      case SOME_TORN_AND_REORDERED -> {
        kept.removeIf(_ -> random.nextInt(4) == 0);
        Collections.shuffle(kept, random);
      }
    }
    byte[] content = synced;
    for (DiskRecord.Op op : kept) {
      boolean torn = survival == Survival.SOME_TORN_AND_REORDERED && random.nextBoolean();
      content = written(content, op, torn ? random : null);
    }
    return content;
  }

  /** The content after one operation; with a source of chance only some of its sectors arrive. */
  private static byte[] written(byte[] before, DiskRecord.Op op, Random torn) {
    if (op.kind() == 'T') {
      return Arrays.copyOf(before, Math.toIntExact(op.offset()));
    }
    int offset = Math.toIntExact(op.offset());
    int end = offset + op.bytes().length;
    byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
    int at = offset;
    while (at < end) {
      int next = Math.min(end, (at / SECTOR + 1) * SECTOR);
      if (torn == null || torn.nextBoolean()) {
        System.arraycopy(op.bytes(), at - offset, after, at, next - at);
      }
      at = next;
    }
    return after;
  }
}
