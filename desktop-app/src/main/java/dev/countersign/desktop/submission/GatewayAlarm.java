package dev.countersign.desktop.submission;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;

/**
 * An alarm of the gateway's witness, about a device of this approver.
 *
 * @param at Unix seconds by the gateway's clock
 * @param kind {@code fork} or {@code roll_back}
 * @param open whether the device is still suspended, so that somebody must deal with it
 */
public record GatewayAlarm(
    String id,
    long at,
    String kind,
    String deviceJkt,
    String correlationId,
    Heads heads,
    boolean open) {
  /**
   * The two sizes.
   *
   * @param witnessed how many entries the gateway had witnessed
   * @param shown how many entries the log that was shown had
   */
  public record Heads(long witnessed, long shown) {}

  static GatewayAlarm read(ObjectReader in) throws RefusedException {
    return new GatewayAlarm(
        in.identifier("id"),
        in.unsigned("at"),
        in.identifier("kind"),
        in.identifier("device_jkt"),
        in.identifier("correlation_id"),
        new Heads(in.reader("witnessed").unsigned("size"), in.reader("shown").unsigned("size")),
        in.bool("open"));
  }
}
