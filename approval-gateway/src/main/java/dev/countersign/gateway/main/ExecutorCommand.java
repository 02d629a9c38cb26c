package dev.countersign.gateway.main;

import dev.countersign.proof.crypto.P256VerifyingKey;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Executors: add, revoke. */
@Command(name = "executor", description = "Executors: add, revoke.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class ExecutorCommand {
  @ParentCommand private GatewayMain parent;
  @Spec private CommandSpec spec;

  @Command(name = "add", description = "Register an executor with its public P-256 key.")
  int add(
      @Mixin DataOption data,
      @Option(names = "--id", required = true) String id,
      @Option(
              names = "--type",
              required = true,
              description = "a detail type it carries out, or * for all that no other does")
          List<String> types,
      @Option(names = "--jwk", required = true, paramLabel = "FILE") Path jwk)
      throws Exception {
    P256VerifyingKey key = JwkFile.read(jwk);
    boolean added =
        data.withStore(parent.clock(), (store, operator) -> operator.addExecutor(id, types, key));
    return ClientAnswers.added(spec, added, key);
  }

  @Command(name = "revoke", description = "Revoke an executor, at once.")
  int revoke(@Mixin DataOption data, @Option(names = "--id", required = true) String id)
      throws Exception {
    return ClientAnswers.revoked(
        spec, data.withStore(parent.clock(), (store, operator) -> operator.revokeClient(id)));
  }
}
