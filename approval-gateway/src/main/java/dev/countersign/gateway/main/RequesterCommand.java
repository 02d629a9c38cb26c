package dev.countersign.gateway.main;

import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.request.Requester;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Requesters: add, revoke. */
@Command(name = "requester", description = "Requesters: add, revoke.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class RequesterCommand {
  @ParentCommand private GatewayMain parent;
  @Spec private CommandSpec spec;

  @Command(name = "add", description = "Register a requester with its public P-256 key.")
  int add(
      @Mixin DataOption data,
      @Option(names = "--id", required = true) String id,
      @Option(names = "--type", required = true, description = "agent, service, pipeline or human")
          String type,
      @Option(names = "--jwk", required = true, paramLabel = "FILE") Path jwk)
      throws Exception {
    Requester.Type wanted =
        Arrays.stream(Requester.Type.values())
            .filter(each -> each.wire().equals(type))
            .findFirst()
            .orElseThrow(() -> new ConfigException("--type is agent, service, pipeline or human"));
    P256VerifyingKey key = JwkFile.read(jwk);
    boolean added =
        data.withStore(parent.clock(), (store, operator) -> operator.addRequester(id, wanted, key));
    return ClientAnswers.added(spec, added, key);
  }

  @Command(name = "revoke", description = "Revoke a requester and end its sessions, at once.")
  int revoke(@Mixin DataOption data, @Option(names = "--id", required = true) String id)
      throws Exception {
    return ClientAnswers.revoked(
        spec, data.withStore(parent.clock(), (store, operator) -> operator.revokeClient(id)));
  }
}
