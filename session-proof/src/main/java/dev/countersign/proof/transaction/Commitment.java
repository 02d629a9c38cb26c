package dev.countersign.proof.transaction;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.util.Arrays;
import java.util.Locale;

/**
 * A secret as it stands in a request ({@code docs/protocol.md} §2, "Committed secrets"): what kind
 * of value, a range for its length, and a salted code of it; never the value, never the salt.
 *
 * @param mac the 32-byte HMAC
 */
public record Commitment(Kind kind, LengthRange length, Bytes mac) {
  /** The member that makes an object a commitment. Nothing else may have this name. */
  public static final String MEMBER = "committed_secret";

  private static final String ALGORITHM = "hmac-sha256";

  /** What the committed bytes are. */
  public enum Kind {
    /** Text in UTF-8. */
    TEXT,
    /** Bytes without a meaning of their own. */
    BYTES;

    /** The form in a request and in the committed message. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Commitment {
    if (mac.size() != Digest.SIZE) {
      throw new IllegalArgumentException("an HMAC-SHA256 is 32 bytes");
    }
  }

  /** Whether an object is meant as a commitment; it must then be one, exactly. */
  public static boolean isMeant(JsonObject object) {
    return object.members().containsKey(MEMBER);
  }

  /**
   * Reads one; exactly its four members, each in its one form.
   *
   * @throws RefusedException {@code malformed_request}
   */
  public static Commitment read(JsonObject object) throws RefusedException {
    ObjectReader reader = new ObjectReader(object, MEMBER, RefusalCode.MALFORMED_REQUEST);
    if (!reader.string(MEMBER).equals(ALGORITHM)) {
      throw reader.refused(MEMBER, "is not " + ALGORITHM);
    }
    String of = reader.string("of");
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(each -> each.wire().equals(of))
            .findFirst()
            .orElseThrow(() -> reader.refused("of", "is neither text nor bytes"));
    LengthRange length =
        LengthRange.read(reader.string("length"))
            .orElseThrow(() -> reader.refused("length", "is not one of the ranges"));
    Commitment commitment = new Commitment(kind, length, reader.bytes("mac", Digest.SIZE));
    reader.end();
    return commitment;
  }

  /** The object that stands in the request. */
  public JsonObject json() {
    return JsonObject.builder()
        .put(MEMBER, ALGORITHM)
        .put("of", kind.wire())
        .put("length", length.wire())
        .put("mac", mac)
        .build();
  }

  /** What a person is shown in its place, in our words. */
  public String words() {
    return "secret, not shown: " + kind.wire() + ", " + length.wire().replace('-', '–') + " bytes";
  }
}
