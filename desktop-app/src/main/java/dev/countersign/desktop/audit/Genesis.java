package dev.countersign.desktop.audit;

/**
 * What a log is the log of; its first entry says so.
 *
 * @param origin the origin of its checkpoints; printable ASCII without space and plus
 * @param deviceJkt RFC 7638 thumbprint of the device key, base64url
 * @param issuer the gateway that enrolled the device
 */
public record Genesis(String origin, String deviceJkt, String issuer) {
  private static final String PREFIX = "countersign.dev/device/";

  /**
   * The log of an enrolled device, with the origin {@code countersign.dev/device/} and the
   * thumbprint.
   */
  public static Genesis ofDevice(String deviceJkt, String issuer) {
    return new Genesis(PREFIX + deviceJkt, deviceJkt, issuer);
  }
}
