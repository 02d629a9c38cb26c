package dev.countersign.desktop.enrollment;

import dev.countersign.proof.Bytes;
import java.util.Optional;

/**
 * Makes changes of tokens durable in the audit log. Each answers why it could not, in one sentence.
 */
public interface TokenRecord {
  Optional<String> added(Bytes token, String name);

  Optional<String> renamed(Bytes token, String name);

  Optional<String> revoked(Bytes token, String name);
}
