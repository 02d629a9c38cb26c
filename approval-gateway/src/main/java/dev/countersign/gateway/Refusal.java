package dev.countersign.gateway;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;

/**
 * Why the gateway did not do something.
 *
 * @param code the stable lower_snake_case code, of the protocol or of {@link GatewayCode}
 * @param sentence one sentence for people; never repeats secret or unbounded input
 */
public record Refusal(String code, String sentence) {
  public static Refusal of(RefusalCode code, String sentence) {
    return new Refusal(code.wire(), sentence);
  }

  public static Refusal of(GatewayCode code, String sentence) {
    return new Refusal(code.wire(), sentence);
  }

  public static Refusal of(RefusedException refused) {
    return of(refused.code(), String.valueOf(refused.getMessage()));
  }
}
