package dev.countersign.bridge.system;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.fido.hid.HidTokens;
import dev.countersign.bridge.windows.WindowsTokens;
import java.util.Locale;

/** The security keys of this computer, whatever its system. For wiring code. */
public final class SystemTokens {

  private SystemTokens() {}

  /** How keys are spoken to. */
  enum Way {
    /** As HID devices, by the bridge itself. */
    HID,
    /** By Windows; not yet tried. */
    WINDOWS
  }

  /** Starts watching; loads a native library, so not on a user interface thread. */
  public static TokenWatcher watch() {
    return switch (way(System.getProperty("os.name", ""))) {
      case HID -> HidTokens.watch();
      case WINDOWS -> WindowsTokens.watch();
    };
  }

  static Way way(String system) {
    return system.toLowerCase(Locale.ROOT).startsWith("windows") ? Way.WINDOWS : Way.HID;
  }
}
