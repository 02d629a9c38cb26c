package dev.countersign.bridge.demo.card;

import dev.countersign.bridge.CardModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A reader with a PIN pad before a token of SoftHSM2, and the finger on its keys. */
final class PinPad {

  private final CardModule module;
  private final Path folder;

  private PinPad(CardModule module, Path folder) {
    this.module = module;
    this.folder = folder;
  }

  static PinPad before(CardModule real, Path library, Path folder) throws Exception {
    Path own = Files.createTempDirectory(folder, "pad");
    Map<String, String> environment = new HashMap<>(real.environment());
    environment.put("PAD_REAL", real.library().toString());
    environment.put("PAD_FOLDER", own.toString());
    return new PinPad(new CardModule("pad", library, environment), own);
  }

  CardModule module() {
    return module;
  }

  /**
   * Enters a PIN, or what the module's source lists; taken by the login that waits, or the next.
   */
  void enter(String keys) throws Exception {
    Path typed = Files.writeString(folder.resolve("typed"), keys);
    Files.move(typed, folder.resolve("keys"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The logins so far: the user's number (1 the owner, 2 for this signature), and how. */
  List<String> logins() throws Exception {
    Path log = folder.resolve("logins");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** Nothing that was entered still waits for a login. */
  boolean isTaken() {
    return !Files.exists(folder.resolve("keys"));
  }
}
