package dev.countersign.desktop.cli;

import dev.countersign.desktop.demo.HeldToken;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Builds the command line {@code countersign}. */
public final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private Commands() {}

  /** The whole command line over what it can start. */
  public static CommandLine commandLine(Launchers launchers, String version) {
    CommandLine commandLine = new CommandLine(new Root(launchers));
    commandLine.addSubcommand("demo", new Demo(launchers));
    commandLine.addSubcommand("enroll", new EnrollCommand(launchers));
    commandLine.addSubcommand("proof", noun("proof", "Approval proofs.", new ProofVerifyCommand()));
    commandLine.addSubcommand(
        "log",
        noun(
            "log",
            "The audit log.",
            new LogVerifyCommand(),
            new LogShowCommand(),
            new LogProveCommand(),
            new LogHeadCommand(),
            new LogBackupCommand(),
            new LogExportCommand(launchers),
            new LogVerifyExportCommand()));
    commandLine.addSubcommand("token", TokenCommands.noun(launchers));
    commandLine.addSubcommand(
        "vectors",
        noun("vectors", "Test vectors.", new VectorsRunCommand(PeerVerifier.published())));
    setVersion(commandLine, "countersign " + version);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler((failure, line, parsed) -> {
      LOG.error("a command stopped by a fault", failure);
      line.getErr().println("Something unexpected went wrong: " + failure.getClass().getName());
      return ExitCode.UNUSABLE;
    });
    return commandLine;
  }

  private static void setVersion(CommandLine commandLine, String version) {
    commandLine.getCommandSpec().version(version);
    commandLine.getSubcommands().values().forEach(each -> setVersion(each, version));
  }

  static CommandLine noun(String name, String description, Object... verbs) {
    CommandLine noun = new CommandLine(new Noun());
    noun.getCommandSpec().name(name);
    noun.getCommandSpec().usageMessage().description(description);
    for (Object verb : verbs) {
      noun.addSubcommand(verb);
    }
    return noun;
  }

  @Command(
      name = "countersign",
      mixinStandardHelpOptions = true,
      description = "Approve privileged actions with a session-bound cryptographic proof.",
      footer = "Without a command, opens the desk.")
  private static final class Root implements Callable<Integer> {
    private final Launchers launchers;

    Root(Launchers launchers) {
      this.launchers = launchers;
    }

    @Override
    public Integer call() {
      return launchers.desk();
    }
  }

  /** A noun alone is not a command. */
  @Command(mixinStandardHelpOptions = true)
  private static final class Noun implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "Say what to do; see the commands below.");
    }
  }

  @Command(
      name = "demo",
      mixinStandardHelpOptions = true,
      description =
          "Runs an embedded demo gateway, demo requesters and a software key. Nothing in it is real.",
      footer =
          "Exit: 0 only if the gateway accepted, the executor redeemed, and a second redemption and"
              + " a replayed proof were refused; 5 this system lacks what the token needs.")
  private static final class Demo implements Callable<Integer> {
    private final Launchers launchers;

    @Spec private @Nullable CommandSpec spec;

    @Option(
        names = "--headless",
        description = "drive the same window without a display and leave the evidence in --out")
    private boolean headless;

    @Option(names = "--out", paramLabel = "DIR", description = "where the evidence goes")
    private @Nullable Path out;

    @Option(
        names = "--token",
        paramLabel = "KIND",
        description =
            "what its approver holds: key, a software key; pkcs11, a card behind SoftHSM2; piv, a"
                + " virtual PIV card behind OpenSC")
    private HeldToken token = HeldToken.KEY;

    Demo(Launchers launchers) {
      this.launchers = launchers;
    }

    @Override
    public Integer call() {
      if (headless == (out == null)) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(), "--headless and --out go together.");
      }
      return launchers.demo(headless, Optional.ofNullable(out), token);
    }
  }
}
