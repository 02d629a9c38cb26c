package dev.countersign.proof.bench;

import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.JavaPeer;
import dev.countersign.proof.verify.Authorized;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;
import java.util.OptionalLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What {@link ProofVerifyBench} measures, under JMH. Each call takes the next proof of a large set;
 * only what is enrolled or pinned is kept from one call to the next.
 */
@State(Scope.Benchmark)
public class ProofVerification {
  private static final int SET = 1024;

  private final PreparedProof[] proofs = new PreparedProof[SET];
  private final TrustFile trust = Fixture.trust();
  private final RawChecks bouncyCastle = new BouncyCastleChecks();
  private final RawChecks sunEc = new SunEcChecks();
  private int next;

  @Setup
  public void prepare() {
    for (int i = 0; i < SET; i++) {
      proofs[i] = PreparedProof.of(i);
    }
  }

  private PreparedProof next() {
    next = (next + 1) % SET;
    return proofs[next];
  }

  /** A whole examination: three signatures and every other check. */
  @Benchmark
  public void examine() {
    PreparedProof each = next();
    valid(
        Verifier.examine(trust, each.request(), each.proof(), OptionalLong.empty())
            instanceof Examination.Valid);
  }

  /** The three signatures of an examination, BouncyCastle. */
  @Benchmark
  public void examineRaw() {
    three(bouncyCastle, next());
  }

  /** The three signatures of an examination, SunEC. */
  @Benchmark
  public void examineRawSunEc() {
    three(sunEc, next());
  }

  /** A whole authorization before the store: four signatures and every other check. */
  @Benchmark
  public void authorize() {
    PreparedProof each = next();
    valid(Verifier.authorize(each.submission(), each.state()) instanceof Authorized);
  }

  /** The four signatures of an authorization, BouncyCastle. */
  @Benchmark
  public void authorizeRaw() {
    PreparedProof each = next();
    three(bouncyCastle, each);
    valid(bouncyCastle.device(each.byDeviceOverLog()));
  }

  /** One assertion, hence one signature, by java-webauthn-server. */
  @Benchmark
  public void javaWebAuthnServer() {
    PreparedProof each = next();
    valid(JavaPeer.accepts(each.assertion(), Fixture.TOKEN.credentialId()));
  }

  private static void three(RawChecks checks, PreparedProof each) {
    valid(checks.gateway(each.byGateway()));
    valid(checks.device(each.byDevice()));
    valid(checks.token(each.byToken()));
  }

  private static void valid(boolean verdict) {
    if (!verdict) {
      throw new IllegalStateException("a valid proof did not verify");
    }
  }
}
