package dev.countersign.desktop.subscription;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads an event stream (WHATWG HTML, section "Server-sent events"), one event at a time. Lines and
 * events are bounded, so that a broken server cannot fill the memory.
 */
final class SseReader {
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_DATA = 256 * 1024;

  private final InputStream in;
  private final Runnable alive;
  private boolean afterCarriageReturn;

  /** One dispatched event; {@code id} is empty when the event had none. */
  record Event(String id, String name, String data) {}

  /**
   * A reader over a stream.
   *
   * @param alive called for every line, comments included: something is still there
   */
  SseReader(InputStream in, Runnable alive) {
    this.in = in;
    this.alive = alive;
  }

  /** The next event; empty at the end of the stream. */
  Optional<Event> next() throws IOException {
    String id = "";
    String name = "";
    StringBuilder data = new StringBuilder();
    for (Optional<String> read = line(); read.isPresent(); read = line()) {
      alive.run();
      String line = read.get();
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return Optional.of(new Event(id, name, data.substring(0, data.length() - 1)));
        }
        name = "";
      } else {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
          case "id" -> id = value;
          case "event" -> name = value;
          case "data" -> append(data, value);
          default -> {
            // A comment (empty field name) or a field nobody knows.
          }
        }
      }
    }
    return Optional.empty();
  }

  private static void append(StringBuilder data, String value) throws IOException {
    if (data.length() + value.length() > MAX_DATA) {
      throw new IOException("an event of the feed is too large");
    }
    data.append(value).append('\n');
  }

  /** A line without its end, which is LF, CR or CRLF; empty at the end of the stream. */
  private Optional<String> line() throws IOException {
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream(128);
    while (true) {
      int b = in.read();
      boolean skip = b == '\n' && afterCarriageReturn;
      afterCarriageReturn = b == '\r';
      if (b < 0) {
        // An unfinished line belongs to an unfinished event, which does not count.
        return Optional.empty();
      }
      if (skip) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
      if (line.size() == MAX_LINE) {
        throw new IOException("a line of the feed is too long");
      }
      line.write(b);
    }
  }
}
