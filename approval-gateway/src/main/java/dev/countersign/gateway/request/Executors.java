package dev.countersign.gateway.request;

import dev.countersign.gateway.store.Client;
import dev.countersign.gateway.store.DirectoryStore;
import java.util.List;
import java.util.Optional;

/** Chooses the one executor that a grant will name. */
final class Executors {
  private Executors() {}

  /** The executor registered for every one of the types; empty unless there is exactly one. */
  static Optional<String> forTypes(DirectoryStore directory, List<String> types) {
    List<Client> executors =
        directory.clients().stream()
            .filter(client -> client.role() == Client.Role.EXECUTOR && !client.revoked())
            .toList();
    Optional<String> named =
        only(executors.stream().filter(each -> each.types().containsAll(types)).toList());
    boolean someoneNamesOne =
        executors.stream().anyMatch(each -> types.stream().anyMatch(each.types()::contains));
    return named.isPresent() || someoneNamesOne
        ? named
        : only(
            executors.stream().filter(each -> each.types().contains(Client.EVERY_TYPE)).toList());
  }

  private static Optional<String> only(List<Client> candidates) {
    return candidates.size() == 1 ? Optional.of(candidates.getFirst().id()) : Optional.empty();
  }
}
