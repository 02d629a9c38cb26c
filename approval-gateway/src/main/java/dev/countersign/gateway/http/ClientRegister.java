package dev.countersign.gateway.http;

import dev.countersign.gateway.store.Client;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.gateway.store.Standing;
import dev.countersign.proof.crypto.VerifyingKey;
import java.util.Optional;

/** The callers that may obtain and use access tokens now, read from the store each time. */
final class ClientRegister {
  /** A caller that is registered and not revoked. */
  record Known(Role role, String id, VerifyingKey key) {
    String jkt() {
      return key.thumbprint();
    }
  }

  private final DirectoryStore directory;

  ClientRegister(DirectoryStore directory) {
    this.directory = directory;
  }

  /** A requester or executor by its registered id, or a device by its key's thumbprint. */
  Optional<Known> find(String id) {
    Optional<Known> client =
        directory.client(id).filter(each -> !each.revoked()).map(ClientRegister::known);
    return client.or(() -> directory.device(id).filter(this::mayCall).map(ClientRegister::known));
  }

  Optional<Known> find(String id, Role role) {
    return find(id).filter(known -> known.role() == role);
  }

  // A suspended device may still call: each decision refuses it with a code its owner can act on.
  private boolean mayCall(Device device) {
    return device.standing() != Standing.REVOKED
        && directory.approver(device.approver()).filter(each -> !each.revoked()).isPresent();
  }

  private static Known known(Client client) {
    Role role =
        switch (client.role()) {
          case REQUESTER -> Role.REQUESTER;
          case EXECUTOR -> Role.EXECUTOR;
        };
    return new Known(role, client.id(), client.key());
  }

  private static Known known(Device device) {
    return new Known(Role.DEVICE, device.jkt(), device.key());
  }
}
