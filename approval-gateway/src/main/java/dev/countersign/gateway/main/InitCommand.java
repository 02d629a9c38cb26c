package dev.countersign.gateway.main;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.sqlite.SqliteApprovalStore;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a gateway: keys, configuration, ledger. */
@Command(name = "init", description = "Make a gateway: keys, configuration, ledger.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class InitCommand implements Callable<Integer> {
  private static final String DEMO = "demo.";

  @ParentCommand private GatewayMain parent;
  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Option(names = "--iss", required = true, description = "the gateway's identifier, for ever")
  private String issuer;

  @Option(names = "--aud", required = true, description = "the WebAuthn RP ID for approvals only")
  private String audience;

  @Option(names = "--demo", description = "make a demo gateway: its iss begins with demo.")
  private boolean demo;

  @Override
  public Integer call() throws Exception {
    if (!demo && issuer.startsWith(DEMO)) {
      throw new ConfigException("an iss that begins with demo. needs --demo");
    }
    String iss = demo && !issuer.startsWith(DEMO) ? DEMO + issuer : issuer;
    GatewayFolder folder = data.folder();
    if (folder.exists()) {
      throw new ConfigException("there is a gateway in this directory already");
    }
    SecureRandom random = new SecureRandom();
    folder.create(iss, audience, parent.clock().instant(), random);
    try (ApprovalStore store =
        SqliteApprovalStore.open(folder.ledger(), new Ids(random), parent.clock())) {
      spec.commandLine()
          .getOut()
          .println("gateway " + iss + ", aud " + audience + ", epoch " + store.epoch());
    }
    return GatewayMain.YES;
  }
}
