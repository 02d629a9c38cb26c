package dev.countersign.gateway.store;

import java.util.Map;
import java.util.Optional;

/**
 * How a published request hangs together with others.
 *
 * @param supersedes the pending request of the same session that it replaces
 * @param parent the approved request that it is a child of
 * @param delegates whether it may have children of its own
 */
public record Relations(Optional<String> supersedes, Optional<ChildOf> parent, boolean delegates) {

  /**
   * A place among the children of a request.
   *
   * @param maxChildren for each type of the child's details, how many children the parent may have
   */
  public record ChildOf(String requestId, Map<String, Long> maxChildren) {
    public ChildOf {
      maxChildren = Map.copyOf(maxChildren);
    }
  }
}
