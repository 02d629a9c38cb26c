package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.Version;
import dev.countersign.proof.x509.CardJws;

/**
 * A change of tokens with what makes it count: the bytes of the {@link TokenChangeStatement}, the
 * device key's signature and an enrolled token's evidence ({@code docs/protocol.md} §6.2), in
 * exactly one serialisation: {@code {"v":1,"s":…,"device_sig":…,"evidence":{…}}}.
 *
 * @param statement the exact bytes {@code S}
 * @param deviceSignature 64 bytes P1363
 */
public record StepUp(Bytes statement, Bytes deviceSignature, Evidence evidence) {
  private static final int SIGNATURE_BYTES = 64;

  /** Adds the device key's signature to a statement and the token's evidence. */
  public static StepUp seal(byte[] statement, SigningKey device, Evidence evidence) {
    byte[] signature = device.sign(TokenChangeStatement.deviceSigned(statement));
    return new StepUp(Bytes.of(statement), Bytes.of(signature), evidence);
  }

  /**
   * Reads a step-up's wrapper; nothing in it is verified yet.
   *
   * @throws RefusedException {@code too_large}, {@code malformed_proof}, {@code malformed_jws},
   *     {@code malformed_certificate} or {@code unsupported_version}
   */
  public static StepUp parse(byte[] wire) throws RefusedException {
    return OneForm.parse(wire, "step-up", StepUp::read, StepUp::wire);
  }

  private static StepUp read(ObjectReader reader) throws RefusedException {
    Version.require(reader);
    Evidence evidence = Evidence.read(reader.reader("evidence"), CardJws.Type.TOKEN_CHANGE);
    StepUp stepUp =
        new StepUp(reader.bytes("s"), reader.bytes("device_sig", SIGNATURE_BYTES), evidence);
    reader.end();
    return stepUp;
  }

  /** The bytes that travel. */
  public byte[] wire() {
    return JsonWriter.compact(
        JsonObject.builder()
            .put("v", Version.CURRENT)
            .put("s", statement)
            .put("device_sig", deviceSignature)
            .put("evidence", JsonObject.builder().put(evidence.name(), evidence.json()).build())
            .build());
  }
}
