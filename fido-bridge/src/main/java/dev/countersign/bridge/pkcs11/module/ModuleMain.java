package dev.countersign.bridge.pkcs11.module;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/** The process of one module. Started by the desk, never by a person. */
public final class ModuleMain {

  /** The desk broke the protocol, or went away in the middle of a frame. */
  private static final int PROTOCOL_BROKEN = 3;

  private ModuleMain() {}

  /** Takes no arguments: everything comes by standard input. */
  public static void main(String[] arguments) throws InterruptedException {
    // Neither buffers: a PIN must leave no copy behind in either.
    Inbox inbox = new Inbox(new FileInputStream(FileDescriptor.in));
    Worker worker = new Worker(inbox, new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err); // standard output is for frames alone
    inbox.start();
    try {
      worker.workUntilTold();
    } catch (IOException deskGone) {
      Runtime.getRuntime().halt(PROTOCOL_BROKEN);
    }
    Runtime.getRuntime().halt(0);
  }
}
