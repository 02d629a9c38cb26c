package dev.countersign.gateway.main;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.enrollment.Operator;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.sqlite.SqliteApprovalStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine.Option;

/** The option {@code --data} and what is behind it. */
@SuppressWarnings("NullAway.Init") // picocli fills the field before any method runs
final class DataOption {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "the gateway's data directory")
  private Path data;

  GatewayFolder folder() {
    return new GatewayFolder(data);
  }

  /** A gateway that was made before. */
  GatewayFolder existing() throws ConfigException {
    GatewayFolder folder = folder();
    if (!folder.exists() || !Files.isDirectory(data)) {
      throw new ConfigException("no gateway in " + data + "; make one with init");
    }
    return folder;
  }

  /** Does something with the ledger and closes it. */
  <T> T withStore(Clock clock, Use<T> use) throws Exception {
    return withStore(existing(), clock, use);
  }

  /** The same for a directory that is known to be a gateway's. */
  static <T> T withStore(GatewayFolder folder, Clock clock, Use<T> use) throws Exception {
    try (ApprovalStore store =
        SqliteApprovalStore.open(folder.ledger(), new Ids(new SecureRandom()), clock)) {
      return use.with(store, new Operator(store.directory(), new SecureRandom(), clock));
    }
  }

  /** What a command does with an open ledger. */
  @FunctionalInterface
  interface Use<T> {
    T with(ApprovalStore store, Operator operator) throws Exception;
  }
}
