package dev.countersign.gateway.store;

import dev.countersign.proof.crypto.VerifyingKey;
import java.util.List;

/**
 * A registered requester or executor.
 *
 * @param key its P-256 key
 * @param types for a requester, the requester types it may say it is; for an executor, the detail
 *     types it carries out; {@link #EVERY_TYPE} stands for all types that no other executor names
 */
public record Client(String id, Role role, VerifyingKey key, List<String> types, boolean revoked) {
  public static final String EVERY_TYPE = "*";

  /** What a client may do. */
  public enum Role {
    REQUESTER,
    EXECUTOR
  }

  public Client {
    types = List.copyOf(types);
  }
}
