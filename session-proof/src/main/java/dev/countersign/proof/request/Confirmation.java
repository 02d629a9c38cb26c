package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.util.List;

/**
 * What the approver must do and with which tokens.
 *
 * @param phraseRequired whether the confirmation phrase must be typed
 * @param minReviewSeconds the shortest review before an approval
 * @param tokenKinds allowed kinds; this version carries {@code fido2}
 * @param aaguids allowed authenticator models as lower-case UUIDs; empty allows every enrolled one
 */
public record Confirmation(
    boolean phraseRequired, long minReviewSeconds, List<String> tokenKinds, List<String> aaguids) {

  public Confirmation {
    tokenKinds = List.copyOf(tokenKinds);
    aaguids = List.copyOf(aaguids);
  }

  static Confirmation read(ObjectReader reader) throws RefusedException {
    Confirmation confirmation =
        new Confirmation(
            reader.bool("phrase_required"),
            reader.unsigned("min_review_seconds"),
            reader.identifiers("token_kinds"),
            reader.identifiers("aaguids"));
    reader.end();
    return confirmation;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("phrase_required", phraseRequired)
        .put("min_review_seconds", minReviewSeconds)
        .put("token_kinds", JsonArray.ofStrings(tokenKinds))
        .put("aaguids", JsonArray.ofStrings(aaguids))
        .build();
  }
}
