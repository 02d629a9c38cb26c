package dev.countersign.desktop.demo;

import java.io.IOException;
import java.nio.file.Path;

/** The folder for the evidence cannot be used; the message is a sentence that says why. */
public final class UnusableFolderException extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableFolderException(Path folder, String why) {
    super(folder + " cannot take the evidence: " + why + ".");
  }
}
