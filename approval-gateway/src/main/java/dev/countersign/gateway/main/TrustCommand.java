package dev.countersign.gateway.main;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.enrollment.TrustExport;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The trust file. */
@Command(name = "trust", description = "The trust file: export.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class TrustCommand {
  @ParentCommand private GatewayMain parent;
  @Spec private CommandSpec spec;

  @Command(name = "export", description = "Write what others may trust, from the enrolments.")
  int export(
      @Mixin DataOption data,
      @Option(names = "--out", required = true, paramLabel = "FILE") Path out)
      throws Exception {
    GatewayIdentity identity = data.existing().identity();
    CardPolicy cards = CardStatements.atRest(data.existing().read().cards());
    byte[] trust =
        data.withStore(
            parent.clock(),
            (store, operator) ->
                new TrustExport(identity, store.directory(), cards).export().bytes());
    Files.write(out, trust);
    spec.commandLine().getOut().println("written to " + out);
    return GatewayMain.YES;
  }
}
