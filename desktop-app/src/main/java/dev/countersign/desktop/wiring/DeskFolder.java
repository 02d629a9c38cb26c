package dev.countersign.desktop.wiring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where an enrolled desk keeps what it must not lose: its key, what it pinned, its audit log and a
 * proof whose outcome is still open.
 */
public record DeskFolder(Path path) {

  /** The user's own, by the XDG base directory specification. */
  public static DeskFolder ofUser(Map<String, String> environment, Path home) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base = state.startsWith("/") ? Path.of(state) : home.resolve(".local").resolve("state");
    return new DeskFolder(base.resolve("countersign"));
  }

  public Path deviceKey() {
    return path.resolve("device.key");
  }

  public Path enrolment() {
    return path.resolve("enrolment.json");
  }

  public Path auditLog() {
    return path.resolve("audit.db");
  }

  public Path pendingProof() {
    return path.resolve("pending-proof.json");
  }

  /** How far the syslog export got. */
  public Path syslogPosition() {
    return path.resolve("syslog-position");
  }

  /** What its user set; there need not be one. */
  public Path settings() {
    return path.resolve("settings.toml");
  }

  /** What the second witnesses said. */
  public Path witnessRecord() {
    return path.resolve("witnesses.json");
  }

  public Path lock() {
    return path.resolve("desk.lock");
  }

  /** Whether a device was enrolled here. */
  public boolean isEnrolled() {
    return Files.exists(enrolment());
  }
}
