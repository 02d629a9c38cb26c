package dev.countersign.desktop.cli;

/** What the exit codes of every command mean; {@code log verify} adds 3 and 4 of its own. */
public final class ExitCode {
  public static final int YES = 0;
  public static final int NO = 1;
  public static final int UNUSABLE = 2;
  public static final int ENVIRONMENT_MISSING = 5;

  private ExitCode() {}
}
