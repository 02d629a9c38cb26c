package dev.countersign.gateway.main;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.http.HttpSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs a gateway until the process is told to end. */
@Command(name = "serve", description = "Run the gateway until the process is told to end.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private GatewayMain parent;
  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Option(names = "--port", description = "in place of the configured one; 0 for any free one")
  private Optional<Integer> port;

  @Override
  public Integer call() throws Exception {
    if (port.isPresent() && (port.get() < 0 || port.get() > GatewayConfig.MAX_PORT)) {
      throw new ConfigException("--port is a number from 0 to " + GatewayConfig.MAX_PORT);
    }
    GatewayFolder folder = data.existing();
    GatewayConfig config = folder.read();
    GatewayIdentity identity = folder.identity();
    HttpSettings settings =
        HttpSettings.of(GatewayFolder.listen(config, port.orElse(config.port())));
    CountDownLatch ended = new CountDownLatch(1);
    try (ServeLock _ = ServeLock.take(folder.serveLock());
        CardStatements cards = CardStatements.start(config.cards(), parent.clock());
        RunningGateway gateway =
            RunningGateway.start(
                identity,
                folder.ledger(),
                folder.trust(config, identity.demo()),
                cards.policy(),
                settings,
                parent.clock())) {
      Thread hook = new Thread(() -> close(gateway, ended), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      String mark = identity.demo() ? " (demo: protects nothing)" : "";
      spec.commandLine().getOut().println("listening on " + gateway.base() + mark);
      ended.await();
    }
    return GatewayMain.YES;
  }

  private static void close(RunningGateway gateway, CountDownLatch ended) {
    gateway.close();
    ended.countDown();
  }
}
