package dev.countersign.gateway.main;

import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.proof.decision.LogHead;

/** Which logs are those of a gateway's own devices. */
final class OwnDevices {
  private static final String PREFIX = LogHead.originOf("");

  private OwnDevices() {}

  static boolean has(DirectoryStore directory, String origin) {
    return origin.startsWith(PREFIX)
        && directory.device(origin.substring(PREFIX.length())).isPresent();
  }
}
