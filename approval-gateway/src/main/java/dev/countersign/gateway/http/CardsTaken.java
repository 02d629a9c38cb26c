package dev.countersign.gateway.http;

import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CertificateTrust;

/**
 * Says which certificates of smart cards are taken ({@code x509} in {@code docs/api.md}). Advice
 * only: whether a card is taken is decided when it is enrolled.
 */
final class CardsTaken {
  /** Leaves room for the rest of an answer of 64 KiB. */
  private static final int MAX_BYTES = 32 * 1024;

  private CardsTaken() {}

  /** Adds the member, unless it would be too large. */
  static void put(JsonObject.Builder answer, CertificateTrust cards) {
    JsonObject json = X509Trust.of(cards).json();
    if (JsonWriter.compact(json).length <= MAX_BYTES) {
      answer.put("x509", json);
    }
  }
}
