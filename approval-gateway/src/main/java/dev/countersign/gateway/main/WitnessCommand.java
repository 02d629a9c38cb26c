package dev.countersign.gateway.main;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.proof.log.WitnessKeyText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The witness of device logs. */
@Command(name = "witness", description = "The witness of device logs: key.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class WitnessCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "key",
      description =
          "Print the public key with which this gateway cosigns log heads, for log verify"
              + " --witness-key.")
  int key(@Mixin DataOption data) throws Exception {
    GatewayIdentity identity = data.existing().identity();
    spec.commandLine()
        .getOut()
        .println(WitnessKeyText.of(identity.witnessName(), identity.witnessKey().publicKey()));
    return GatewayMain.YES;
  }
}
