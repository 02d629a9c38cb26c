package dev.countersign.gateway.main;

import dev.countersign.gateway.http.CannotListenException;
import dev.countersign.gateway.store.StoreException;
import dev.countersign.proof.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code countersign-gateway}. Exit codes: 0 yes, 1 no, 2 unusable input or usage, 5
 * environment missing.
 */
@Command(
    name = "countersign-gateway",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    description = "Issues approval requests, verifies proofs once, grants and revokes.",
    subcommands = {
      InitCommand.class,
      ServeCommand.class,
      ApproverCommand.class,
      RequesterCommand.class,
      ExecutorCommand.class,
      DeviceCommand.class,
      RevokeCommands.Token.class,
      RevokeCommands.Session.class,
      TrustCommand.class,
      EpochCommand.class,
      WitnessCommand.class
    })
public final class GatewayMain implements Runnable {
  static final int YES = 0;
  static final int NO = 1;
  static final int UNUSABLE = 2;
  static final int ENVIRONMENT = 5;

  @Spec private CommandSpec spec;

  private final Clock clock;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
  GatewayMain(Clock clock) {
    this.clock = clock;
  }

  public static void main(String[] arguments) {
    LogSetup.apply();
    PrintWriter out = new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
    System.exit(run(Clock.systemUTC(), out, err, arguments));
  }

  /** Runs one command and answers its exit code. */
  static int run(Clock clock, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commandLine = new CommandLine(new GatewayMain(clock));
    String version =
        Optional.ofNullable(GatewayMain.class.getPackage().getImplementationVersion())
            .orElse("unpackaged");
    commandLine.getCommandSpec().version("countersign-gateway " + version);
    return commandLine
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, line, parsed) -> exitCode(failure, line.getErr()))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  Clock clock() {
    return clock;
  }

  private static int exitCode(Exception failure, PrintWriter err) throws Exception {
    err.println(sentence(failure));
    return switch (failure) {
      case RefusedException _ -> UNUSABLE;
      case ConfigException _ -> UNUSABLE;
      case IllegalArgumentException _ -> UNUSABLE;
      case FileSystemException _ -> ENVIRONMENT;
      case IOException _ -> ENVIRONMENT;
      case StoreException _ -> ENVIRONMENT;
      case CannotListenException _ -> ENVIRONMENT;
      default -> throw failure;
    };
  }

  private static String sentence(Exception failure) {
    return switch (failure) {
      case RefusedException refused -> refused.code().wire() + ": " + refused.getMessage();
      case NoSuchFileException file -> "there is no " + file.getFile();
      case AccessDeniedException file -> file.getFile() + " may not be read or written";
      case FileSystemException file -> file.getFile() + ": " + file.getClass().getSimpleName();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
