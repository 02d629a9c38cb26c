package dev.countersign.gateway.enrollment;

import java.security.cert.X509Certificate;
import java.util.List;

/** How the software key of the demo is recognised, so that no real gateway ever takes it. */
public final class DemoKey {
  /** Its model, as its attestation states it. */
  public static final String AAGUID = "64656d6f-2d6b-6579-2d6e-6f742d726561";

  private static final String ORGANISATION = "O=Countersign demo";

  private DemoKey() {}

  /** Whether a certificate says that it belongs to the demo. */
  public static boolean marks(X509Certificate certificate) {
    return named(certificate.getSubjectX500Principal().getName())
        || named(certificate.getIssuerX500Principal().getName());
  }

  /** Whether a registration comes from the demo's software key. */
  static boolean made(String aaguid, List<X509Certificate> attestation) {
    return aaguid.equals(AAGUID) || attestation.stream().anyMatch(DemoKey::marks);
  }

  private static boolean named(String distinguishedName) {
    return List.of(distinguishedName.split(",")).contains(ORGANISATION);
  }
}
