package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.enrollment.StepUpSigning.Signed;
import dev.countersign.desktop.enrollment.StepUpSigning.Subject;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.x509.CardJws;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Has a token that is enrolled on this device sign an export before anything leaves: with user
 * verification, over a challenge that names the export and is drawn for it. The signature is
 * verified here against the pinned credential, so a stranger's key releases nothing.
 */
public final class ExportConfirmation {
  private static final int RANDOM_BYTES = 32;

  private final Supplier<EnrolmentPins> pins;
  private final TokenPort attached;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * For exports of this device.
   *
   * @param pins as they are when an export is asked for
   */
  public ExportConfirmation(Supplier<EnrolmentPins> pins, TokenPort attached, InstantSource clock) {
    this.pins = pins;
    this.attached = attached;
    this.clock = clock;
  }

  /**
   * What leaves.
   *
   * @param head the log as it is now
   * @param format a word of {@code docs/history.md}
   * @param destination where to
   */
  public record Wanted(Checkpoint head, String format, String destination, Part part) {}

  /**
   * Which entries.
   *
   * @param first number of the first one
   * @param end number after the last one; empty for all there are
   * @param redacted whether of some only the leaf hash leaves
   */
  public record Part(long first, OptionalLong end, boolean redacted) {
    public static final Part ALL = new Part(0, OptionalLong.empty(), false);
  }

  /** What came of it. */
  public sealed interface Outcome {
    /**
     * It may leave.
     *
     * @param token the id of the credential that signed
     */
    record Confirmed(Bytes token) implements Outcome {}

    /** Nothing may leave. */
    record Not(TokenMessage words) implements Outcome {}
  }

  /** Blocks until a token signed, failed, or none came in time. */
  public Outcome confirm(Wanted wanted, Person person) throws InterruptedException {
    StepUpSigning signing = new StepUpSigning(pins.get(), attached, person, clock);
    return switch (signing.sign(subject(wanted))) {
      case Signed.Confirmed(_, Bytes token) -> new Outcome.Confirmed(token);
      case Signed.Not(TokenMessage words) -> new Outcome.Not(words);
    };
  }

  /** What is signed for this export, and for no other: new at each call. */
  Subject subject(Wanted wanted) {
    byte[] statement = statement(wanted);
    return new Subject(
        Bytes.of(statement),
        Digest.sha256(Pae.encode(PayloadType.EXPORT.mediaType(), statement)),
        CardJws.Type.EXPORT);
  }

  private byte[] statement(Wanted wanted) {
    byte[] fresh = new byte[RANDOM_BYTES];
    random.nextBytes(fresh);
    JsonObject.Builder statement =
        JsonObject.builder()
            .put("v", 1)
            .put("log", wanted.head().origin())
            .put("size", wanted.head().size())
            .put("root", Bytes.of(wanted.head().root().bytes()))
            .put("format", wanted.format())
            .put("first", wanted.part().first());
    wanted.part().end().ifPresent(end -> statement.put("end", end));
    return JsonWriter.compact(
        statement
            .put("redacted", wanted.part().redacted())
            .put("to", wanted.destination())
            .put("at", clock.instant().getEpochSecond())
            .put("random", Bytes.of(fresh))
            .build());
  }
}
