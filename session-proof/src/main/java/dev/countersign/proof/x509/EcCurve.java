package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;

/**
 * A curve of certificate keys.
 *
 * @param identifier the one encoding of its AlgorithmIdentifier, DER
 * @param size the length of a coordinate in bytes
 * @param jws the JWS algorithm with this curve, if evidence may use it
 */
record EcCurve(
    String name,
    Bytes identifier,
    int size,
    Optional<JwsAlgorithm> jws,
    ECDomainParameters domain) {
  private static final List<EcCurve> ALL =
      List.of(
          curve(
              "P-256",
              "301306072a8648ce3d020106082a8648ce3d030107",
              32,
              Optional.of(JwsAlgorithm.ES256)),
          curve(
              "P-384", "301006072a8648ce3d020106052b81040022", 48, Optional.of(JwsAlgorithm.ES384)),
          curve("P-521", "301006072a8648ce3d020106052b81040023", 66, Optional.empty()));

  private static EcCurve curve(
      String name, String identifier, int size, Optional<JwsAlgorithm> jws) {
    return new EcCurve(
        name,
        Bytes.of(HexFormat.of().parseHex(identifier)),
        size,
        jws,
        new ECDomainParameters(CustomNamedCurves.getByName(name)));
  }

  static Optional<EcCurve> of(Bytes identifier) {
    return ALL.stream().filter(each -> each.identifier.equals(identifier)).findFirst();
  }

  /** The digest that JWS couples with the curve (RFC 7518 §3.4). */
  Hash hash() {
    return size == 32 ? Hash.SHA256 : Hash.SHA384;
  }
}
