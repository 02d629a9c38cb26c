package dev.countersign.gateway.store;

import java.util.List;

/**
 * A person who may approve.
 *
 * @param id the approver id that proofs name
 * @param person the person behind it; distinct ids of one person count once
 */
public record Approver(String id, String person, List<String> groups, boolean revoked) {
  public Approver {
    groups = List.copyOf(groups);
  }
}
