package dev.countersign.gateway.main;

import dev.countersign.proof.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The ledger's epoch: everything issued in another one is refused. */
@Command(name = "epoch", description = "The ledger's epoch: renew, after a ledger was restored.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class EpochCommand {
  @ParentCommand private GatewayMain parent;
  @Spec private CommandSpec spec;

  @Command(
      name = "renew",
      description =
          "Begin a new epoch: requests, challenges and grants from before are refused from now on."
              + " The gateway must not be serving.")
  int renew(@Mixin DataOption data) throws Exception {
    try (ServeLock _ = ServeLock.take(data.existing().serveLock())) {
      Bytes epoch = data.withStore(parent.clock(), (store, operator) -> store.newEpoch());
      spec.commandLine().getOut().println("epoch " + epoch);
      return GatewayMain.YES;
    }
  }
}
