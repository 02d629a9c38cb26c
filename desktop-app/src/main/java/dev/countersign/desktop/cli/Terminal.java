package dev.countersign.desktop.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes. */
record Terminal(PrintWriter out, PrintWriter err) {
  /** The terminal of a command; picocli sets the specification before it calls one. */
  static Terminal of(@Nullable CommandSpec spec) {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    return new Terminal(commandLine.getOut(), commandLine.getErr());
  }

  /** Says something beside the answer. */
  void note(String sentence) {
    err.println(sentence);
    err.flush();
  }

  /** Says why the answer is no. */
  int no(String sentence) {
    note(sentence);
    return ExitCode.NO;
  }

  /** Says what is missing on this machine. */
  int missing(String sentence) {
    note(sentence);
    return ExitCode.ENVIRONMENT_MISSING;
  }

  /** Says why the input cannot be used. */
  int unusable(String sentence) {
    err.println(sentence);
    err.flush();
    return ExitCode.UNUSABLE;
  }
}
