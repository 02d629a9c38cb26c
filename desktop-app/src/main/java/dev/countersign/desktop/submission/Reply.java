package dev.countersign.desktop.submission;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonObject;

/** How a call ended. */
public sealed interface Reply {

  /**
   * A status of 2xx.
   *
   * @param body as it travelled, possibly empty
   */
  record Success(int status, Bytes body) implements Reply {}

  /**
   * Any other status.
   *
   * @param code the refusal code of the problem details; {@code http_STATUS} when there is none
   * @param correlationId for the gateway's operator; empty when the gateway gave none
   * @param body the problem details; empty when they are unreadable
   */
  record Problem(int status, String code, String correlationId, JsonObject body) implements Reply {}

  /**
   * No whole answer came. The gateway may or may not have acted on the call.
   *
   * @param reason a few words for a person
   */
  record NoAnswer(String reason) implements Reply {}
}
