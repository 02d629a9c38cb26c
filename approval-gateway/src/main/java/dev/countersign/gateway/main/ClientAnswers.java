package dev.countersign.gateway.main;

import dev.countersign.proof.crypto.VerifyingKey;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands about requesters and executors print. */
final class ClientAnswers {
  private ClientAnswers() {}

  static int added(CommandSpec spec, boolean added, VerifyingKey key) {
    spec.commandLine()
        .getOut()
        .println(added ? "registered with key " + key.thumbprint() : "the id is taken");
    return added ? GatewayMain.YES : GatewayMain.NO;
  }

  static int revoked(CommandSpec spec, boolean revoked) {
    spec.commandLine().getOut().println(revoked ? "revoked" : "not known");
    return revoked ? GatewayMain.YES : GatewayMain.NO;
  }
}
