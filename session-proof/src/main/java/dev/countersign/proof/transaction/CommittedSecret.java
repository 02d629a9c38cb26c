package dev.countersign.proof.transaction;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * A secret on its way from the requester to the executor, past the approver: the requester commits
 * to it in the request and gives value and salt to the executor alone, by a confidential way of
 * their own; the executor opens it against the signed request before it uses it.
 *
 * <p>It owns copies of value and salt; {@link #close()} wipes them.
 */
public final class CommittedSecret implements AutoCloseable {
  /** The length of a salt in bytes. */
  public static final int SALT_BYTES = 32;

  private final Commitment.Kind kind;
  private final byte[] value;
  private final byte[] salt;

  private CommittedSecret(Commitment.Kind kind, byte[] value, byte[] salt) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("a salt is 32 bytes");
    }
    if (kind == Commitment.Kind.TEXT && !isUtf8(value)) {
      throw new IllegalArgumentException("the secret is not text in UTF-8");
    }
    this.kind = kind;
    this.value = value.clone();
    this.salt = salt.clone();
  }

  /** The requester's side: a secret with a new salt. */
  public static CommittedSecret withNewSalt(
      Commitment.Kind kind, byte[] value, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new CommittedSecret(kind, value, salt);
  }

  /**
   * The executor's side: what the requester handed over.
   *
   * @throws IllegalArgumentException if the salt is not 32 bytes or the text not UTF-8
   */
  public static CommittedSecret received(Commitment.Kind kind, byte[] value, byte[] salt) {
    return new CommittedSecret(kind, value, salt);
  }

  /**
   * What the requester puts into its ask.
   *
   * @param place where it will stand, from the root of the ask: {@code
   *     /authorization_details/0/new_value}
   * @throws IllegalArgumentException if the secret is not 1 to 4,096 bytes long
   */
  public Commitment commit(CommitmentScope scope, Pointer place) {
    return new Commitment(kind, LengthRange.of(value.length), scope.mac(place, kind, salt, value));
  }

  /**
   * Checks, in the executor, that this is the secret that the approver approved unseen. The code is
   * compared in constant time.
   *
   * @param scope from {@link CommitmentScope#of}
   * @throws RefusedException {@code request_mismatch} if it is not; {@code malformed_request} if
   *     the request has no commitment in that place, or in a place that its type does not mark
   */
  public void requireCommittedIn(VerifiedRequest request, CommitmentScope scope, Pointer place)
      throws RefusedException {
    Commitment commitment = Commitment.read(object(request, place));
    if (!CommitmentPlaces.isMarked(request.request().details(), place)) {
      throw new RefusedException(
          RefusalCode.MALFORMED_REQUEST, "the type does not mark this place for a secret");
    }
    boolean same =
        scope.mac(place, kind, salt, value).equals(commitment.mac())
            && kind == commitment.kind()
            && commitment.length().holds(value.length);
    if (!same) {
      throw new RefusedException(
          RefusalCode.REQUEST_MISMATCH, "the secret is not the one that the request commits to");
    }
  }

  /** A copy of the salt, for the way to the executor. */
  public byte[] salt() {
    return salt.clone();
  }

  /** A copy of the secret. */
  public byte[] value() {
    return value.clone();
  }

  /** Wipes the copies. */
  @Override
  public void close() {
    Arrays.fill(value, (byte) 0);
    Arrays.fill(salt, (byte) 0);
  }

  private static JsonObject object(VerifiedRequest request, Pointer place) throws RefusedException {
    JsonValue at = request.payload();
    for (String step : place.steps()) {
      at =
          switch (at) {
            case JsonObject object when object.get(step).isPresent() ->
                object.get(step).orElseThrow();
            case JsonArray(List<JsonValue> items)
                when step.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(step) < items.size() ->
                items.get(Integer.parseInt(step));
            default -> throw noCommitment();
          };
    }
    if (at instanceof JsonObject object && Commitment.isMeant(object)) {
      return object;
    }
    throw noCommitment();
  }

  private static RefusedException noCommitment() {
    return new RefusedException(
        RefusalCode.MALFORMED_REQUEST, "the request has no commitment in this place");
  }

  private static boolean isUtf8(byte[] value) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return true;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }
}
