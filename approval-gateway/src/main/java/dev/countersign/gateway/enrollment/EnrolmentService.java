package dev.countersign.gateway.enrollment;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Approver;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.gateway.store.EnrolmentCode;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.x509.CertificateTrust;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Enrols a device and a token with a one-time code. The code is counted when it is presented and
 * used up when the enrolment succeeds; what is in between lives in memory for a few minutes.
 */
public final class EnrolmentService {
  /** How often one code may be presented. */
  public static final int MAX_ATTEMPTS = 5;

  private static final String SIGNED_TYPE = "application/vnd.countersign.enrolment.v1+json";
  private static final long STARTED_LIFE_SECONDS = 600;
  private static final int MAX_STARTED = 1000;
  private static final int USER_ID_BYTES = 32;
  private static final int CHALLENGE_BYTES = 32;
  private static final String NOT_ENROLLED = "unauthorized";

  /**
   * What the desk needs to make the credential.
   *
   * @param cards which certificates of smart cards are taken
   */
  public record Options(
      String enrolmentId,
      Approver approver,
      Bytes userId,
      Bytes challenge,
      CertificateTrust cards) {}

  /**
   * What the desk made.
   *
   * @param deviceSignature P1363, over the PAE of the digest of {@link Made#signed}
   * @param tokenName what its owner calls the token
   */
  public record Submission(
      String enrolmentId,
      P256VerifyingKey device,
      Bytes deviceSignature,
      Made made,
      String tokenName) {}

  /** What the token made. */
  public sealed interface Made {
    /** The bytes that the device key vouches for. */
    Bytes signed();

    /** A FIDO2 credential. */
    record Fido2(Bytes clientDataJson, Bytes attestationObject) implements Made {
      @Override
      public Bytes signed() {
        return clientDataJson;
      }
    }

    /**
     * A smart card's proof of possession.
     *
     * @param pinClaimed the desk's claim that the key asks for its PIN on every use
     */
    record Card(String jws, boolean pinClaimed) implements Made {
      @Override
      public Bytes signed() {
        return Bytes.utf8(jws);
      }
    }
  }

  /**
   * An enrolled device and token.
   *
   * @param attestation what a FIDO2 key's was worth; {@code NONE} for a card
   */
  public record Enrolled(
      String approver, String deviceJkt, Credential credential, Attestation attestation) {}

  private record Started(Digest code, P256VerifyingKey device, Options options, long until) {}

  private final boolean demo;
  private final ApprovalStore store;
  private final DirectoryStore directory;
  private final Ids ids;
  private final Clock clock;
  private final NewToken newToken;
  private final CertificateTrust cards;
  private final Map<String, Started> started = new ConcurrentHashMap<>();

  public EnrolmentService(
      GatewayIdentity identity,
      ApprovalStore store,
      AttestationTrust trust,
      CardPolicy cards,
      Ids ids,
      Clock clock) {
    this.store = store;
    this.directory = store.directory();
    this.newToken = new NewToken(identity, directory, trust, cards, clock);
    // A demo gateway takes no other key, so every token it enrols is the demo's.
    this.demo = trust.demo();
    this.cards = cards.rules().trust();
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Begins an enrolment.
   *
   * @return not found for every code that cannot be used, whatever the reason
   */
  public Outcome<Options> options(String code, P256VerifyingKey device) {
    forgetOld();
    Optional<EnrolmentCode> counted =
        OneTimeCode.digest(code).flatMap(directory::countEnrolmentAttempt).filter(this::usable);
    Optional<Approver> approver =
        counted
            .flatMap(usable -> directory.approver(usable.approver()))
            .filter(known -> !known.revoked());
    if (counted.isEmpty() || approver.isEmpty() || started.size() >= MAX_STARTED) {
      return new Outcome.NotFound<>();
    }
    Options options =
        new Options(
            ids.next("enr_"),
            approver.get(),
            ids.bytes(USER_ID_BYTES),
            ids.bytes(CHALLENGE_BYTES),
            cards);
    long until = Math.min(now() + STARTED_LIFE_SECONDS, counted.get().expiresAt());
    started.put(options.enrolmentId(), new Started(counted.get().sha256(), device, options, until));
    return new Outcome.Done<>(options);
  }

  /**
   * Completes an enrolment. Each begun enrolment can be completed or fail once.
   *
   * @return not found if none was begun with this id and device, or the code is no longer good
   */
  public Outcome<Enrolled> enrol(Submission made) {
    Started begun = started.remove(made.enrolmentId());
    if (begun == null || begun.until() <= now() || !begun.device().equals(made.device())) {
      return new Outcome.NotFound<>();
    }
    try {
      requireDeviceSignature(made);
      Options asked = begun.options();
      Registered token =
          newToken.verify(
              asked.challenge(), asked.userId(), begun.device().thumbprint(), made.made());
      return store(begun, made, token);
    } catch (RefusedException refused) {
      record(begun, refused.code().wire());
      return Outcome.refused(refused);
    }
  }

  private void record(Started begun, String refusal) {
    store.attempts().record(Attempt.refused(Attempt.Kind.ENROLMENT, refusal, binding(begun)));
  }

  private static Map<String, String> binding(Started begun) {
    Map<String, String> binding = new LinkedHashMap<>();
    binding.put("enrolment_id", begun.options().enrolmentId());
    binding.put("approver", begun.options().approver().id());
    binding.put("device_jkt", begun.device().thumbprint());
    return binding;
  }

  private Outcome<Enrolled> store(Started begun, Submission made, Registered token) {
    String approver = begun.options().approver().id();
    Map<String, String> binding = binding(begun);
    binding.put("token", Token.idOf(token.credential()).base64Url());
    binding.put("kind", token.credential().kind());
    Optional<Token> enrolled =
        directory.enrol(
            begun.code(),
            new Device(made.device(), approver, Standing.ACTIVE),
            new Token(
                token.credential(),
                approver,
                made.tokenName(),
                demo,
                Standing.ACTIVE,
                token.signCount(),
                token.pinClaimed()),
            Attempt.accepted(Attempt.Kind.ENROLMENT, binding));
    if (enrolled.isEmpty()) {
      // The code, or what is enrolled, changed meanwhile; or device or token is enrolled already.
      record(begun, NOT_ENROLLED);
      return new Outcome.NotFound<>();
    }
    return new Outcome.Done<>(
        new Enrolled(
            approver,
            made.device().thumbprint(),
            enrolled.get().credential(),
            token.attestation()));
  }

  private static void requireDeviceSignature(Submission made) throws RefusedException {
    Digest vouched = Digest.sha256(made.made().signed().toArray());
    byte[] signed = Pae.encode(SIGNED_TYPE, vouched.toArray());
    if (!made.device().verifies(signed, made.deviceSignature().toArray())) {
      throw new RefusedException(
          RefusalCode.BAD_DEVICE_SIGNATURE, "the device key did not sign this enrolment");
    }
  }

  private boolean usable(EnrolmentCode code) {
    return !code.used() && code.attempts() <= MAX_ATTEMPTS && now() < code.expiresAt();
  }

  private void forgetOld() {
    long now = now();
    started.values().removeIf(each -> each.until() <= now);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
