package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.binding.OwnProcess;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The process of one module. Started by the desk, never by a person. */
public final class ModuleMain {

  /** The desk broke the protocol, or went away in the middle of a frame. */
  private static final int PROTOCOL_BROKEN = 3;

  /** How long the module may take to finish when the desk has gone. */
  private static final long LAST_WORK_MILLIS = 1000;

  private ModuleMain() {}

  /** Takes no arguments: everything comes by standard input. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // Neither stream buffers: a PIN must leave no copy behind in either.
    OwnProcess.Streams desk = OwnProcess.takeStandardStreams();
    OwnProcess.hideMemory();
    System.setOut(System.err); // standard output is for frames alone, where it is still that
    Inbox inbox = new Inbox(desk.in(), ModuleMain::endSoon);
    Worker worker = new Worker(inbox, desk.out());
    inbox.start();
    try {
      worker.workUntilTold();
    } catch (IOException deskGone) {
      Runtime.getRuntime().halt(PROTOCOL_BROKEN);
    }
    Runtime.getRuntime().halt(0);
  }

  /** Ends this process even when the module hangs. */
  private static void endSoon() {
    try {
      TimeUnit.MILLISECONDS.sleep(LAST_WORK_MILLIS);
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
