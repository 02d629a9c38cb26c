package dev.countersign.bridge.demo.piv;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A smart card reader that only this program sees: the system's pcscd with vsmartcard's virtual
 * reader, in network, mount and process namespaces of their own. It neither takes a reader of this
 * computer nor can be reached over its network, and the system's own pcscd is left alone.
 *
 * <p>All processes end with it, also when this program is killed: the first process of the
 * namespace waits for the end of its standard input, and the kernel ends the others with it.
 */
public final class PrivateReader implements AutoCloseable {

  private static final Path DRIVER = Path.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so");
  private static final List<Path> DAEMONS =
      List.of(Path.of("/usr/sbin/pcscd"), Path.of("/usr/bin/pcscd"));
  private static final int PORT = 35963;
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(15);
  private static final Duration NOTICE = Duration.ofSeconds(30);

  /** The daemon looks for a card every 400 ms; a swap between two looks would be none to it. */
  private static final Duration LEAST_EMPTY = Duration.ofMillis(900);

  private static final int POLL_MILLIS = 20;

  private static final String READER_CONFIGURATION =
      """
      FRIENDLYNAME "Countersign virtual reader"
      DEVICENAME /dev/null:%d
      LIBPATH %s
      CHANNELID %d
      """
          .formatted(PORT, DRIVER, PORT);

  /** Arguments: folder, pcscd, java, class path, relay's class, port. */
  private static final String INSIDE =
      """
      set -e
      ip link set lo up
      [ -d /run/pcscd ] || { mount -t tmpfs private /run && mkdir /run/pcscd; }
      mount --bind "$1/run" /run/pcscd
      PCSCLITE_HP_DROPDIR="$1/drivers" "$2" --foreground --config "$1/conf" </dev/null >"$1/pcscd.log" 2>&1 &
      "$3" -Xmx16m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$4" "$5" "$1/card" "$6" </dev/null &
      cat >/dev/null
      rm -rf "$1"
      """;

  private final Path folder;
  private final Process process;
  private Optional<InsertedCard> inserted = Optional.empty();
  private long emptySince = System.nanoTime() - LEAST_EMPTY.toNanos();

  private PrivateReader(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @throws ReaderUnavailableException where it is not possible
   * @throws IOException when it fails for another reason
   */
  public static PrivateReader start()
      throws ReaderUnavailableException, IOException, InterruptedException {
    Path daemon =
        DAEMONS.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() ->
                new ReaderUnavailableException(
                    "A virtual smart card reader needs pcscd (Debian package pcscd)."));
    if (!Files.exists(DRIVER)) {
      throw new ReaderUnavailableException(
          "A virtual smart card reader needs its driver (Debian package vsmartcard-vpcd).");
    }
    Path folder = Files.createTempDirectory("countersign-reader-");
    PrivateReader reader = new PrivateReader(folder, run(folder, daemon));
    try {
      reader.awaitStart();
      return reader;
    } catch (ReaderUnavailableException | InterruptedException failed) {
      reader.close();
      throw failed;
    }
  }

  private static Process run(Path folder, Path daemon)
      throws IOException, ReaderUnavailableException {
    for (String each : List.of("run", "conf", "drivers")) {
      Files.createDirectory(folder.resolve(each));
    }
    Files.writeString(folder.resolve("conf/vpcd"), READER_CONFIGURATION);
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare",
            "--net",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "sh",
            "-c",
            INSIDE,
            "sh",
            folder.toString(),
            daemon.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            ownClassPath(),
            VpcdRelay.class.getName(),
            Integer.toString(PORT));
    builder.redirectOutput(folder.resolve("log").toFile());
    builder.redirectErrorStream(true);
    builder
        .environment()
        .merge("PATH", "/usr/sbin:/sbin", (own, more) -> own + File.pathSeparator + more);
    try {
      return builder.start();
    } catch (IOException notFound) {
      throw new ReaderUnavailableException(
          "A virtual smart card reader needs the command unshare (Debian package util-linux).");
    }
  }

  /** The relay needs nothing but the Java platform beside its own class. */
  private static String ownClassPath() {
    try {
      return Path.of(VpcdRelay.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void awaitStart() throws ReaderUnavailableException, InterruptedException, IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!Files.exists(socket()) || !Files.exists(daemonSocket())) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new ReaderUnavailableException(
            "A virtual smart card reader needs the right to make namespaces (root): " + log());
      }
      if (System.nanoTime() > deadline) {
        throw new ReaderUnavailableException(
            "The virtual smart card reader did not start in time: " + log());
      }
    }
  }

  private String log() throws IOException {
    String all = Files.readString(folder.resolve("log"), StandardCharsets.UTF_8).strip();
    return all.isEmpty() ? "it says nothing" : all.lines().reduce((first, last) -> last).orElse("");
  }

  private Path socket() {
    return folder.resolve("card");
  }

  private Path daemonSocket() {
    return folder.resolve("run/pcscd.comm");
  }

  /** What a process needs in its environment to see this reader and no other. */
  public Map<String, String> environment() {
    return Map.of("PCSCLITE_CSOCK_NAME", daemonSocket().toString());
  }

  /**
   * Inserts a card and waits until the reader noticed it, as it does within half a second. The card
   * that is in the reader is pulled out a second before.
   *
   * @throws IOException when the reader does not notice
   */
  public synchronized void insert(VirtualPivCard card) throws IOException, InterruptedException {
    remove();
    Thread.sleep(LEAST_EMPTY.minusNanos(System.nanoTime() - emptySince));
    InsertedCard fresh = new InsertedCard(socket(), card);
    inserted = Optional.of(fresh);
    if (!fresh.awaitPower(NOTICE)) {
      throw new IOException("the virtual reader does not notice the card");
    }
  }

  /** Pulls the card out, also in the middle of a command; without effect when there is none. */
  public synchronized void remove() throws IOException, InterruptedException {
    if (inserted.isPresent()) {
      emptySince = inserted.get().pull();
      inserted = Optional.empty();
    }
  }

  /** Ends everything that it started; kills it when it does not end by itself, or on interrupt. */
  @Override
  public synchronized void close() throws IOException {
    try {
      remove();
      process.getOutputStream().close();
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        // What is inside ends with it, and only then is the folder left alone.
        process.destroyForcibly().waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    deleteFolder();
  }

  /** Where the first process inside could not: it was killed, or never ran. */
  private void deleteFolder() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          // What a killed process was about to delete may go meanwhile.
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw why;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inside, @Nullable IOException why)
              throws IOException {
            Files.deleteIfExists(inside);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
