package dev.countersign.proof.bench;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.CoseKey;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Whole verifications of an archived proof on one core, against the three raw signature checks in
 * it (one Ed25519, two P-256, keys kept) by the same library, in interleaved blocks.
 */
public final class ProofVerifyBench {
  private static final double GOAL = 0.8;
  private static final int BLOCKS = 21;
  private static final int PER_BLOCK = 1000;
  private static final int WARM_UP_BLOCKS = 6;

  private ProofVerifyBench() {}

  public static void main(String[] arguments) throws RefusedException {
    Scenario.Wire wire = Fixture.approval().build();
    byte[] request = wire.request().wire();
    byte[] proof = wire.proof().wire();
    TrustFile trust = Fixture.trust();
    BooleanSupplier whole =
        () ->
            Verifier.examine(trust, request, proof, OptionalLong.empty())
                instanceof Examination.Valid;
    BooleanSupplier raw = rawChecks(request, proof);
    double[] wholeRates = new double[BLOCKS];
    double[] rawRates = new double[BLOCKS];
    for (int i = 0; i < WARM_UP_BLOCKS; i++) {
      rate(whole);
      rate(raw);
    }
    for (int i = 0; i < BLOCKS; i++) {
      wholeRates[i] = rate(whole);
      rawRates[i] = rate(raw);
    }
    double value = median(wholeRates);
    double reference = median(rawRates);
    double ratio = value / reference;
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"proof-verify\",\"value\":%.0f,\"reference\":%.0f,\"ratio\":%.3f,"
            + "\"goal\":%.1f,\"pass\":%b}%n",
        value,
        reference,
        ratio,
        GOAL,
        ratio >= GOAL);
    System.exit(ratio >= GOAL ? 0 : 1);
  }

  private static BooleanSupplier rawChecks(byte[] request, byte[] proofWire)
      throws RefusedException {
    Envelope envelope = Envelope.parse(request, PayloadType.APPROVAL_REQUEST);
    byte[] signedRequest = Pae.encode(envelope.type().mediaType(), envelope.payload().toArray());
    byte[] requestSignature = envelope.signature().toArray();
    ApprovalProof proof = ApprovalProof.parse(proofWire);
    byte[] signedByDevice = DecisionStatement.deviceSigned(proof.statement().toArray());
    byte[] deviceSignature = proof.deviceSignature().toArray();
    WebAuthnEvidence evidence = (WebAuthnEvidence) proof.evidence();
    byte[] authenticatorData = evidence.authenticatorData().toArray();
    byte[] clientDataHash = Digest.sha256(evidence.clientDataJson().toArray()).toArray();
    byte[] signedByToken =
        Arrays.copyOf(authenticatorData, authenticatorData.length + clientDataHash.length);
    System.arraycopy(
        clientDataHash, 0, signedByToken, authenticatorData.length, clientDataHash.length);
    byte[] tokenSignature = evidence.signature().toArray();
    P256VerifyingKey token = CoseKey.read(Fixture.TOKEN.cose(), RefusalCode.UNKNOWN_TOKEN);
    return () ->
        Fixture.GATEWAY_KEY.publicKey().verifies(signedRequest, requestSignature)
            && Fixture.DEVICE_KEY.publicKey().verifies(signedByDevice, deviceSignature)
            && token.verifiesDer(signedByToken, tokenSignature);
  }

  /** Runs a second. */
  private static double rate(BooleanSupplier run) {
    long start = System.nanoTime();
    for (int i = 0; i < PER_BLOCK; i++) {
      if (!run.getAsBoolean()) {
        throw new IllegalStateException("a valid proof did not verify");
      }
    }
    return PER_BLOCK * 1e9 / (System.nanoTime() - start);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
