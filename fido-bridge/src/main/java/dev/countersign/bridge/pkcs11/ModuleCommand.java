package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.pkcs11.module.ModuleMain;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a module's process is started: by the Java that runs the desk, in the build and in the
 * installed image alike, with the one artifact that it needs.
 */
final class ModuleCommand {

  /**
   * Small, quick to start, and silent when native code crashes: an error file or a core dump would
   * hold the memory in which the PIN was.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx64m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:+SuppressFatalErrorMessage",
          "-XX:-CreateCoredumpOnCrash",
          "--enable-native-access=ALL-UNNAMED");

  /** They would change how the process runs, and announce it on its output. */
  private static final List<String> NOT_INHERITED =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  private ModuleCommand() {}

  static ProcessBuilder of(CardModule module) {
    Path home = Path.of(System.getProperty("java.home"));
    List<String> command = new ArrayList<>();
    command.add(java(home).toString());
    command.addAll(OPTIONS);
    command.add("-cp");
    command.add(classPath());
    command.add(ModuleMain.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(home.toFile()); // nothing of the user's is found there by accident
    builder.redirectError(ProcessBuilder.Redirect.DISCARD); // modules may say anything there
    Map<String, String> environment = builder.environment();
    environment.putAll(module.environment());
    environment.keySet().removeAll(NOT_INHERITED);
    return builder;
  }

  private static Path java(Path home) {
    Path unix = home.resolve("bin").resolve("java");
    return Files.exists(unix) ? unix : home.resolve("bin").resolve("java.exe");
  }

  /** Where this artifact is; the whole class path when that cannot be told. */
  private static String classPath() {
    @Nullable CodeSource source = ModuleMain.class.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      try {
        return Path.of(source.getLocation().toURI()).toString();
      } catch (URISyntaxException | IllegalArgumentException notAFile) {
        return wholeClassPath();
      }
    }
    return wholeClassPath();
  }

  /** Absolute, because the process does not start in our folder. */
  private static String wholeClassPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
