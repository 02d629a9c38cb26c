package dev.countersign.desktop.approval;

import dev.countersign.bridge.TokenMessage;
import java.util.Optional;

/** What a gateway's refusal of a token or its certificate means to the token's owner. */
public final class TokenRefusal {
  private static final String ASK_ISSUER =
      "Ask whoever issued the card; use another enrolled card or key meanwhile.";
  private static final String ASK_OPERATOR =
      "Tell the gateway's operator; use another enrolled card or key meanwhile.";

  private TokenRefusal() {}

  /**
   * In words.
   *
   * @param code one of {@code docs/protocol.md} §7.1
   * @return empty when the code is not about a token
   */
  public static Optional<TokenMessage> of(String code) {
    return Optional.ofNullable(
        switch (code) {
          case "certificate_revoked" ->
              new TokenMessage(
                  "The card's certificate, or one of its issuers', was revoked.", ASK_ISSUER);
          case "certificate_expired", "certificate_not_yet_valid" ->
              new TokenMessage(
                  "The card's certificate, or one of its issuers', is not valid now.", ASK_ISSUER);
          case "certificate_not_trusted" ->
              new TokenMessage(
                  "The gateway does not trust whoever issued the card's certificate.",
                  ASK_OPERATOR);
          case "certificate_not_allowed" ->
              new TokenMessage(
                  "The gateway does not take certificates of this purpose.", ASK_OPERATOR);
          case "revocation_unknown" ->
              new TokenMessage(
                  "The gateway cannot tell now whether the card's certificate was revoked.",
                  ASK_OPERATOR);
          case "token_revoked" ->
              new TokenMessage(
                  "This token was revoked at the gateway.", "Use another enrolled card or key.");
          case "token_suspended" ->
              new TokenMessage("This token is suspended at the gateway.", ASK_OPERATOR);
          case "unknown_token" ->
              new TokenMessage(
                  "This token is not enrolled for you at the gateway.",
                  "Use another enrolled card or key.");
          case "token_not_allowed" ->
              new TokenMessage(
                  "The request does not allow tokens of this kind.",
                  "Use another enrolled card or key.");
          default -> null;
        });
  }
}
