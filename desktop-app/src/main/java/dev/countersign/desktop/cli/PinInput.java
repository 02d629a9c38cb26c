package dev.countersign.desktop.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Where PINs come from: the terminal without echo, or one line each of standard input or another
 * open file. Never an argument or the environment, which other programs can read.
 */
final class PinInput {
  /** The longest PIN has 63 bytes; a longer line is no PIN. */
  private static final int LONGEST_LINE = 256;

  private static final int NO_FILE = -1;

  @Option(
      names = "--pin-stdin",
      description =
          "read PINs from standard input, one a line; a change reads the present one first")
  private boolean fromStandardInput;

  @Option(
      names = "--pin-fd",
      paramLabel = "N",
      description = "the same from this open file descriptor")
  private int descriptor = NO_FILE;

  /** Opens the source; {@link Source#close} closes it, save the terminal and standard input. */
  Source open() throws IOException {
    if (fromStandardInput) {
      return new Lines(System.in, false);
    } else if (descriptor != NO_FILE) {
      return new Lines(Files.newInputStream(Path.of("/dev/fd/" + descriptor)), true);
    }
    Console console =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(() ->
                new IOException(
                    "there is no terminal to ask for the PIN; use --pin-stdin or --pin-fd"));
    return new Person(console);
  }

  private static Optional<char[]> ask(Console console, String prompt, boolean confirm) {
    char[] first = console.readPassword("%s: ", prompt);
    // An empty PIN is never sent: a card could count it as a wrong one.
    if (first == null || first.length == 0 || !confirm) {
      return Optional.ofNullable(first).filter(given -> given.length > 0);
    }
    char[] second = console.readPassword("%s, once more: ", prompt);
    boolean same = second != null && Arrays.equals(first, second);
    if (second != null) {
      Arrays.fill(second, '\0');
    }
    if (same) {
      return Optional.of(first);
    }
    Arrays.fill(first, '\0');
    return Optional.empty();
  }

  /** Gives PINs one after another. */
  @FunctionalInterface
  interface Source extends AutoCloseable {
    /**
     * The next one, in an array of the caller's own.
     *
     * @param confirm whether a person types it twice
     * @return empty when there is none, or the two differ
     */
    Optional<char[]> next(String prompt, boolean confirm) throws IOException;

    /** Whether somebody answers who has read what was said before. */
    default boolean isPerson() {
      return true;
    }

    /** One line that is no secret, from a person only; empty when there is none to ask. */
    default Optional<String> line(String prompt) {
      return Optional.empty();
    }

    @Override
    default void close() throws IOException {}
  }

  /** A person at a terminal. */
  private record Person(Console console) implements Source {
    @Override
    public Optional<char[]> next(String prompt, boolean confirm) {
      return ask(console, prompt, confirm);
    }

    @Override
    public Optional<String> line(String prompt) {
      return Optional.ofNullable(console.readLine("%s: ", prompt));
    }
  }

  /** Lines of UTF-8; no copy of one stays in memory. */
  record Lines(InputStream in, boolean owned) implements Source {
    @Override
    public Optional<char[]> next(String prompt, boolean confirm) throws IOException {
      WipingBuffer line = new WipingBuffer();
      try {
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
          if (line.size() == LONGEST_LINE) {
            throw new IOException("a line is too long to be a PIN");
          }
          line.write(next);
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.chars());
      } finally {
        line.wipe();
      }
    }

    @Override
    public boolean isPerson() {
      return false;
    }

    @Override
    public void close() throws IOException {
      if (owned) {
        in.close();
      }
    }
  }

  /** Never grows, so that no old array is left behind. */
  private static final class WipingBuffer extends ByteArrayOutputStream {
    WipingBuffer() {
      super(LONGEST_LINE);
    }

    char[] chars() throws IOException {
      int length = count > 0 && buf[count - 1] == '\r' ? count - 1 : count;
      CharBuffer decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buf, 0, length));
      char[] exact = Arrays.copyOf(decoded.array(), decoded.limit());
      Arrays.fill(decoded.array(), '\0');
      return exact;
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
