package dev.countersign.gateway;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.util.Optional;

/**
 * Why the gateway did not do something.
 *
 * @param code the stable lower_snake_case code, of the protocol or of {@link GatewayCode}
 * @param sentence one sentence for people; never repeats secret or unbounded input
 * @param pointer the place in the caller's own object that is at fault (RFC 6901), where one is
 */
public record Refusal(String code, String sentence, Optional<String> pointer) {
  private Refusal(String code, String sentence) {
    this(code, sentence, Optional.empty());
  }

  /** The same refusal, with the place that is at fault. */
  public Refusal at(String place) {
    return new Refusal(code, sentence, Optional.of(place));
  }

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
