package dev.countersign.desktop.cli;

import picocli.CommandLine;

/** {@code countersign token …}: the security keys of this machine. */
final class TokenCommands {
  private TokenCommands() {}

  static CommandLine noun(Launchers launchers) {
    return Commands.noun(
        "token",
        "Security keys and smart cards.",
        new TokenListCommand(launchers),
        new TokenInfoCommand(launchers),
        new EnrollCommand(launchers),
        new TokenEnrolledCommand(launchers),
        new TokenAddCommand(launchers),
        new OwnTokenCommands.Rename(launchers),
        new OwnTokenCommands.Revoke(launchers),
        new TokenPinCommand.Set(launchers),
        new TokenPinCommand.Change(launchers));
  }
}
