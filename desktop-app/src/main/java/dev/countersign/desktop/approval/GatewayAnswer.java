package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import java.util.Optional;

/**
 * How a call to the gateway ended.
 *
 * @param <T> what it gives
 */
public sealed interface GatewayAnswer<T> {

  /** The answer. Nothing in it has been verified. */
  record Given<T>(T value) implements GatewayAnswer<T> {}

  /**
   * The gateway considered the call and refused it.
   *
   * @param code the refusal code
   * @param correlationId for the gateway's operator; may be empty
   * @param receipt the receipt of the decision that was first, with {@code already_decided}
   */
  record Refused<T>(String code, String correlationId, Optional<Bytes> receipt)
      implements GatewayAnswer<T> {}

  /**
   * Nothing is known: no whole answer, or one that is not about the call itself. Whether the
   * gateway acted is open; the same call may be made again.
   *
   * @param reason a few words for a person
   */
  record NoAnswer<T>(String reason) implements GatewayAnswer<T> {}
}
