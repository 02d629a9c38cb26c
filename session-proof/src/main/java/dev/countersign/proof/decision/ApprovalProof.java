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
 * The proof: the statement's bytes, the device key's signature and the token's evidence ({@code
 * docs/protocol.md} §6), in exactly one serialisation: {@code
 * {"v":1,"d":…,"device_sig":…,"evidence":{"webauthn":{…}}}} or {@code {"x509":{"jws":…}}} in the
 * evidence's place.
 *
 * @param statement the exact bytes {@code D}
 * @param deviceSignature 64 bytes P1363
 */
public record ApprovalProof(Bytes statement, Bytes deviceSignature, Evidence evidence) {
  /** The largest proof, in bytes. */
  public static final int MAX_BYTES = OneForm.MAX_BYTES;

  private static final int SIGNATURE_BYTES = 64;

  /** Adds the device key's signature to a statement and the token's evidence. */
  public static ApprovalProof seal(byte[] statement, SigningKey device, Evidence evidence) {
    byte[] signature = device.sign(DecisionStatement.deviceSigned(statement));
    return new ApprovalProof(Bytes.of(statement), Bytes.of(signature), evidence);
  }

  /**
   * Reads a proof's wrapper; nothing in it is verified yet.
   *
   * @throws RefusedException {@code too_large}, {@code malformed_proof}, {@code malformed_jws},
   *     {@code malformed_certificate} or {@code unsupported_version}
   */
  public static ApprovalProof parse(byte[] wire) throws RefusedException {
    return OneForm.parse(wire, "proof", ApprovalProof::read, ApprovalProof::wire);
  }

  private static ApprovalProof read(ObjectReader reader) throws RefusedException {
    Version.require(reader);
    Evidence evidence = Evidence.read(reader.reader("evidence"), CardJws.Type.DECISION);
    ApprovalProof proof =
        new ApprovalProof(reader.bytes("d"), reader.bytes("device_sig", SIGNATURE_BYTES), evidence);
    reader.end();
    return proof;
  }

  /** The bytes that travel. */
  public byte[] wire() {
    return JsonWriter.compact(
        JsonObject.builder()
            .put("v", Version.CURRENT)
            .put("d", statement)
            .put("device_sig", deviceSignature)
            .put("evidence", JsonObject.builder().put(evidence.name(), evidence.json()).build())
            .build());
  }
}
