package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.verify.Credential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * A P-256 credential that makes assertions as an authenticator does, and wrong ones on request.
 *
 * @param counter the signature counter in every assertion
 */
public record SoftwareToken(Bytes credentialId, P256SigningKey key, long counter, String aaguid) {
  /** User presence and user verification. */
  public static final int UP_AND_UV = 0x05;

  /** The token of a name. */
  public static SoftwareToken named(String name) {
    return new SoftwareToken(
        TestKeys.bytes32("credential " + name),
        TestKeys.p256("token " + name),
        7,
        "c0de0000-0000-4000-8000-000000000001");
  }

  public SoftwareToken withCounter(long other) {
    return new SoftwareToken(credentialId, key, other, aaguid);
  }

  /** How it is enrolled. */
  public Credential.Fido2 credential() {
    return new Credential.Fido2(credentialId, key.publicKey(), aaguid);
  }

  public TokenId id() {
    return credential().id();
  }

  /** The credential public key as COSE_Key. */
  public Bytes cose() {
    return CoseKey.write(key.publicKey());
  }

  /** 37 bytes: RP ID hash, flags, counter. */
  public Bytes authenticatorData(String rpId, int flags) {
    ByteBuffer data = ByteBuffer.allocate(37);
    data.put(Digest.sha256(Bytes.utf8(rpId).toArray()).toArray());
    data.put((byte) flags).putInt((int) counter);
    return Bytes.of(data.array());
  }

  /** An assertion as the protocol wants it. */
  public WebAuthnEvidence assertion(Digest challenge, String audience) {
    return assertion(challenge, audience, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** An assertion over changed authenticator data and client data, correctly signed. */
  public WebAuthnEvidence assertion(
      Digest challenge,
      String audience,
      UnaryOperator<Bytes> authenticatorData,
      UnaryOperator<Bytes> clientData) {
    Bytes data = authenticatorData.apply(authenticatorData(audience, UP_AND_UV));
    Bytes client = clientData.apply(ClientData.get(challenge, audience));
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(data.toArray());
    signed.writeBytes(Digest.sha256(client.toArray()).toArray());
    return new WebAuthnEvidence(credentialId, data, client, der(key.sign(signed.toByteArray())));
  }

  private static Bytes der(byte[] p1363) {
    BigInteger r = new BigInteger(1, p1363, 0, 32);
    BigInteger s = new BigInteger(1, p1363, 32, 32);
    try {
      return Bytes.of(
          StandardDSAEncoding.INSTANCE.encode(CustomNamedCurves.getByName("P-256").getN(), r, s));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
