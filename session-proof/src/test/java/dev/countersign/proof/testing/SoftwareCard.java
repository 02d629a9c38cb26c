package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.x509.CardJws;
import dev.countersign.proof.x509.Certificate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** A smart card in software: a key and the chain of its certificate. */
public record SoftwareCard(TestCardKey key, List<Certificate> chain) {

  /** The evidence for a statement. */
  public X509Evidence evidence(byte[] statement) {
    return new X509Evidence(jws(CardJws.Type.DECISION, Bytes.of(statement)));
  }

  /** A signed JWS over a payload. */
  public CardJws jws(CardJws.Type type, Bytes payload) {
    CardJws draft = CardJws.draft(type, key.algorithm(), chain, payload);
    return draft.sealed(key.signJws(draft.signingInput()));
  }

  /** The same key with another certificate. */
  public SoftwareCard with(List<Certificate> other) {
    return new SoftwareCard(key, other);
  }

  /** As enrolled. */
  public Credential.Card credential(boolean userVerified) {
    try {
      return Credential.Card.of(chain, userVerified);
    } catch (RefusedException broken) {
      throw new IllegalStateException("the test's own card has no usable key", broken);
    }
  }

  /** The JWS with another header text, signed over it. */
  public String withHeader(String compact, UnaryOperator<String> edit) {
    String[] parts = compact.split("\\.");
    String header = edit.apply(new String(decoded(parts[0]).toArray(), StandardCharsets.UTF_8));
    return signed(Bytes.utf8(header).base64Url(), parts[1]);
  }

  /** The JWS with another payload, signed over it. */
  public String withPayload(String compact, UnaryOperator<Bytes> edit) {
    String[] parts = compact.split("\\.");
    return signed(parts[0], edit.apply(decoded(parts[1])).base64Url());
  }

  /** The JWS with another signature, made of what is signed. */
  public String withSignature(String compact, UnaryOperator<Bytes> sign) {
    String input = compact.substring(0, compact.lastIndexOf('.'));
    return input + "." + sign.apply(Bytes.utf8(input)).base64Url();
  }

  private String signed(String header, String payload) {
    String input = header + "." + payload;
    byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
    return input + "." + key.signJws(bytes).base64Url();
  }

  private static Bytes decoded(String part) {
    try {
      return Bytes.fromBase64Url(part);
    } catch (RefusedException broken) {
      throw new IllegalArgumentException("the test's own JWS is malformed", broken);
    }
  }
}
