package dev.countersign.proof.transaction;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.request.AuthorizationDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds every object of a transaction that is meant as a commitment. */
public final class CommitmentPlaces {
  private static final String DETAILS = "authorization_details";

  private final AuthorizationDetails details;
  private final List<Found> found = new ArrayList<>();

  /**
   * One of them.
   *
   * @param place from the root of the ask or request
   * @param commitment absent if the object is not exactly one
   * @param marked whether the type's schema marks the place for a secret
   */
  public record Found(Pointer place, Optional<Commitment> commitment, boolean marked) {
    /** Whether it is what the protocol allows. */
    public boolean isGood() {
      return commitment.isPresent() && marked;
    }
  }

  private CommitmentPlaces(AuthorizationDetails details) {
    this.details = details;
  }

  /** All of them, in the order in which they travelled. */
  public static List<Found> in(AuthorizationDetails details) {
    CommitmentPlaces walk = new CommitmentPlaces(details);
    walk.visit(details.json(), Pointer.ROOT.then(DETAILS));
    return List.copyOf(walk.found);
  }

  static boolean isMarked(AuthorizationDetails details, Pointer place) {
    List<String> steps = place.steps();
    if (steps.size() < 2 || !steps.getFirst().equals(DETAILS)) {
      return false;
    }
    String type = details.types().get(Integer.parseInt(steps.get(1)));
    return TransactionTypes.named(type)
        .filter(known -> known.marksSecret(place.below(2)))
        .isPresent();
  }

  private void visit(JsonValue value, Pointer place) {
    switch (value) {
      case JsonObject object -> {
        if (Commitment.isMeant(object)) {
          found.add(new Found(place, read(object), isMarked(details, place)));
        }
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
          visit(member.getValue(), place.then(member.getKey()));
        }
      }
      case JsonArray(List<JsonValue> items) -> {
        for (int i = 0; i < items.size(); i++) {
          visit(items.get(i), place.then(Integer.toString(i)));
        }
      }
      default -> {
        // A leaf is no commitment.
      }
    }
  }

  private static Optional<Commitment> read(JsonObject object) {
    try {
      return Optional.of(Commitment.read(object));
    } catch (RefusedException malformed) {
      return Optional.empty();
    }
  }
}
