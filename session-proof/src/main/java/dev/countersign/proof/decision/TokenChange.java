package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;

/**
 * The one change to an approver's tokens that a step-up allows ({@code docs/protocol.md} §6.2).
 * Tokens are named as the gateway names them: a FIDO2 credential by its id, a card by SHA-256 of
 * its public key.
 */
public sealed interface TokenChange {
  /** The longest name of a token, in code points. */
  int MAX_NAME = 100;

  /** The token that is added, renamed or revoked. */
  Bytes token();

  /**
   * Enrols a further token for this approver.
   *
   * @param registrationSha256 SHA-256 of what the new token made: the attestation object, or the
   *     text of a card's JWS
   */
  record Add(Bytes token, String name, Digest registrationSha256) implements TokenChange {
    static final String DO = "add";

    /** Refuses a name that is none. */
    public Add {
      requireName(name);
    }
  }

  /** Gives a token another name. */
  record Rename(Bytes token, String name) implements TokenChange {
    static final String DO = "rename";

    /** Refuses a name that is none. */
    public Rename {
      requireName(name);
    }
  }

  /**
   * Revokes a token for good.
   *
   * @param last whether the approver knows that no other token is left then, so that nothing can be
   *     decided until another administrator enrols anew
   */
  record Revoke(Bytes token, boolean last) implements TokenChange {
    static final String DO = "revoke";
  }

  /** Whether a text can be a token's name: 1 to {@link #MAX_NAME} characters, not only blanks. */
  static boolean isName(String text) {
    return !text.isBlank() && text.codePointCount(0, text.length()) <= MAX_NAME;
  }

  private static void requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("a name has 1 to 100 characters");
    }
  }

  /**
   * Reads a change; the reader is ended.
   *
   * @throws RefusedException {@code malformed_statement}
   */
  static TokenChange read(ObjectReader reader) throws RefusedException {
    Bytes token = reader.bytes("token");
    if (token.size() == 0 || token.size() > WebAuthnEvidence.MAX_CREDENTIAL_ID) {
      throw reader.refused("token", "is not 1 to 1023 bytes long");
    }
    TokenChange change =
        switch (reader.string("do")) {
          case Add.DO ->
              new Add(
                  token,
                  name(reader),
                  new Digest(reader.bytes("registration_sha256", Digest.SIZE)));
          case Rename.DO -> new Rename(token, name(reader));
          case Revoke.DO -> new Revoke(token, reader.bool("last"));
          default -> throw reader.refused("do", "is not add, rename or revoke");
        };
    reader.end();
    return change;
  }

  private static String name(ObjectReader reader) throws RefusedException {
    String name = reader.string("name");
    if (!isName(name)) {
      throw new RefusedException(
          RefusalCode.MALFORMED_STATEMENT, "a token's name has 1 to 100 characters");
    }
    return name;
  }

  /** The member {@code change} of the statement. */
  default JsonObject json() {
    return switch (this) {
      case Add(Bytes token, String name, Digest registration) ->
          JsonObject.builder()
              .put("do", Add.DO)
              .put("token", token)
              .put("name", name)
              .put("registration_sha256", registration.value())
              .build();
      case Rename(Bytes token, String name) ->
          JsonObject.builder().put("do", Rename.DO).put("token", token).put("name", name).build();
      case Revoke(Bytes token, boolean last) ->
          JsonObject.builder().put("do", Revoke.DO).put("token", token).put("last", last).build();
    };
  }

  /** The word on the wire. */
  default String verb() {
    return switch (this) {
      case Add _ -> Add.DO;
      case Rename _ -> Rename.DO;
      case Revoke _ -> Revoke.DO;
    };
  }
}
