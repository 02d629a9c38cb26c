package dev.countersign.desktop.demo;

import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process that decides: desk, gateway and key in it. It writes a byte at each step of a decision
 * and, synced, the id of each request whose approval was acknowledged; it goes on until it is
 * killed or has made as many as it was told to. Arguments: folder, a name of its own, how many (0:
 * without end).
 */
final class DecidingDesk {
  private DecidingDesk() {}

  private static void step(Path folder) {
    try {
      Files.write(
          folder.resolve("steps"),
          new byte[] {'.'},
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Thread.currentThread()
        .setUncaughtExceptionHandler((thread, fault) -> {
          fault.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    Logger.getLogger("").setLevel(Level.SEVERE);
    Path folder = Path.of(arguments[0]);
    long most = Long.parseLong(arguments[2]);
    RealDesk real = RealDesk.in(folder);
    real.openDesk();
    RealDesk.Asking asking = real.requester(arguments[1]);
    try (FileChannel acknowledged =
        FileChannel.open(
            folder.resolve("acknowledged"),
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      for (long i = 0; most == 0 || i < most; i++) {
        VerifiedRequest request = asking.ask();
        JourneyState last = real.approve(request, state -> step(folder));
        if (last instanceof JourneyState.Done) {
          String line = request.request().requestId() + "\n";
          acknowledged.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
          acknowledged.force(true);
        } else {
          System.out.println("not decided: " + last);
        }
      }
    }
    real.close();
    System.exit(0); // what the key's threads still hold is of no interest
  }
}
