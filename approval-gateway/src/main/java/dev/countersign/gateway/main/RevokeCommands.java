package dev.countersign.gateway.main;

import dev.countersign.proof.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What takes effect at once on what is not consumed yet: tokens, sessions. */
final class RevokeCommands {
  private RevokeCommands() {}

  /** Tokens. */
  @Command(name = "token", description = "Tokens: revoke.")
  @SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
  static final class Token {
    @ParentCommand private GatewayMain parent;
    @Spec private CommandSpec spec;

    @Command(name = "revoke", description = "Revoke a token, at once.")
    int revoke(
        @Mixin DataOption data,
        @Option(names = "--credential-id", required = true, description = "base64url") String id)
        throws Exception {
      Bytes credential = Bytes.fromBase64Url(id);
      return ClientAnswers.revoked(
          spec,
          data.withStore(parent.clock(), (store, operator) -> operator.revokeToken(credential)));
    }
  }

  /** Requester sessions. */
  @Command(name = "session", description = "Requester sessions: end.")
  @SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
  static final class Session {
    @ParentCommand private GatewayMain parent;
    @Spec private CommandSpec spec;

    @Command(
        name = "end",
        description = "End a session, its pending requests and its unused grants, at once.")
    int end(@Mixin DataOption data, @Option(names = "--id", required = true) String id)
        throws Exception {
      boolean ended = data.withStore(parent.clock(), (store, operator) -> store.sessions().end(id));
      spec.commandLine().getOut().println(ended ? "ended" : "not known");
      return ended ? GatewayMain.YES : GatewayMain.NO;
    }
  }
}
