package dev.countersign.bridge.demo.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A machine in qemu's software emulation: Debian's kernel with its uhid, a Java run-time linked for
 * it, and the class path of this process. It has no disk and no network; what it says comes over
 * its serial line.
 */
final class EmulatedMachine {

  /** What HID needs, in the order in which it must be loaded. */
  private static final List<String> MODULES = List.of("hid", "hid-generic", "uhid");

  private static final String JAVA_MODULES =
      "java.base,java.logging,java.naming,java.management,java.xml,jdk.unsupported";
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x[0-9a-f]+\\)");
  private static final Duration HOST_TOOL = Duration.ofMinutes(2);

  private final Path kernel;
  private final Path folder;

  /**
   * @param kernel Debian's kernel package, unpacked
   * @param folder for what is made; an empty one
   */
  EmulatedMachine(Path kernel, Path folder) {
    this.kernel = kernel;
    this.folder = folder;
  }

  /**
   * Starts the machine, runs a class in it, and ends it.
   *
   * @param mainClass its {@code main} gets no argument
   * @param atMost from the start of the machine
   * @return everything that came over the serial line
   */
  String run(Class<?> mainClass, Duration atMost) throws IOException, InterruptedException {
    Path initramfs = initramfs(mainClass);
    Path serial = folder.resolve("serial.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            "qemu-system-x86_64",
            "-machine",
            "q35",
            "-accel",
            "tcg,thread=multi",
            "-cpu",
            "max",
            "-smp",
            "2",
            "-m",
            "1024",
            "-nographic",
            "-no-reboot",
            "-nic",
            "none",
            "-monitor",
            "none",
            "-serial",
            "file:" + serial,
            "-kernel",
            one("boot", "vmlinuz-.*").toString(),
            "-initrd",
            initramfs.toString(),
            "-append",
            "console=ttyS0 quiet panic=-1");
    Path said = folder.resolve("qemu.txt");
    Process qemu = withoutPreload(builder).redirectOutput(said.toFile()).start();
    try {
      if (!qemu.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("not done within " + atMost + ":\n" + Files.readString(serial));
      }
    } finally {
      qemu.destroyForcibly();
    }
    if (qemu.exitValue() != 0) {
      throw new AssertionError("qemu failed: " + Files.readString(said));
    }
    return Files.readString(serial, StandardCharsets.UTF_8);
  }

  private Path initramfs(Class<?> mainClass) throws IOException, InterruptedException {
    Path file = folder.resolve("initramfs");
    Path java = javaRuntime();
    try (Initramfs out = new Initramfs(file)) {
      for (String each : List.of("/proc", "/sys", "/dev", "/tmp")) {
        out.folder(each);
      }
      out.file("/bin/busybox", program("busybox"));
      for (String each : MODULES) {
        out.file("/modules/" + each + ".ko", one("lib/modules", each + "\\.ko(\\.xz)?"));
      }
      out.tree("/java", java);
      String classPath = classPath(out);
      withLibraries(out, java.resolve("bin/java"));
      withLibraries(out, java.resolve("lib/server/libjvm.so"));
      out.file("/usr/bin/fido2-token", program("fido2-token"));
      withLibraries(out, program("fido2-token"));
      out.file("/init", init(mainClass, classPath).getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  /** The same jars and classes as here, under short names. */
  private static String classPath(Initramfs out) throws IOException {
    StringBuilder classPath = new StringBuilder();
    int number = 0;
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path entry = Path.of(each);
      String name = "/app/" + number++;
      if (Files.isDirectory(entry)) {
        out.tree(name, entry);
      } else {
        name += ".jar";
        out.file(name, entry);
      }
      classPath.append(':').append(name);
    }
    return classPath.substring(1);
  }

  private static String init(Class<?> mainClass, String classPath) {
    return """
    #!/bin/busybox sh
    export PATH=/bin
    /bin/busybox --install -s /bin
    mount -t proc proc /proc
    mount -t sysfs sys /sys
    mount -t devtmpfs dev /dev
    for module in %s; do insmod /modules/$module.ko; done
    /java/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
      -cp %s %s 2>&1
    poweroff -f
    """
        .formatted(String.join(" ", MODULES), classPath, mainClass.getName());
  }

  private Path javaRuntime() throws IOException, InterruptedException {
    Path image = folder.resolve("java");
    output(
        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
        "--add-modules",
        JAVA_MODULES,
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        image.toString());
    return image;
  }

  /** What the dynamic linker would load for it here, with the linker itself. */
  private void withLibraries(Initramfs out, Path binary) throws IOException, InterruptedException {
    for (Path root : List.of(binary, udev())) {
      Matcher found = LIBRARY.matcher(output("ldd", root.toString()));
      while (found.find()) {
        if (!found.group(1).startsWith(folder.toString())) {
          out.asHere(Path.of(found.group(1)));
        }
      }
    }
    out.asHere(udev());
  }

  /** hidapi loads it by name. */
  private Path udev() throws IOException, InterruptedException {
    Matcher found =
        Pattern.compile("libudev\\.so\\.1 .*=> (/\\S+)").matcher(output("/sbin/ldconfig", "-p"));
    if (!found.find()) {
      throw new AssertionError("libudev is not installed");
    }
    return Path.of(found.group(1));
  }

  private Path one(String below, String name) throws IOException {
    try (Stream<Path> files = Files.walk(kernel.resolve(below))) {
      return files
          .filter(each -> each.getFileName().toString().matches(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("the kernel package has no " + name));
    }
  }

  static boolean hasProgram(String name) {
    return onPath(name).findAny().isPresent();
  }

  private static Path program(String name) {
    return onPath(name).findFirst().orElseThrow();
  }

  private static Stream<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable);
  }

  private String output(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "tool", ".txt");
    Process process =
        withoutPreload(new ProcessBuilder(command)).redirectOutput(output.toFile()).start();
    if (!process.waitFor(HOST_TOOL.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + List.of(command));
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new AssertionError(List.of(command) + " failed: " + said);
    }
    return said;
  }

  /** This process has a mocked kernel loaded; the tools need none. */
  private static ProcessBuilder withoutPreload(ProcessBuilder builder) {
    builder.environment().remove("LD_PRELOAD");
    return builder.redirectErrorStream(true);
  }
}
