package dev.countersign.proof.transaction;

import java.util.List;
import java.util.Optional;

/**
 * A place in a type's details that its schema marks. In a pattern {@link #ANY} stands for any array
 * position or member name of a map.
 *
 * @param pattern steps below the detail
 * @param kind what the mark says
 * @param pinnedBy for a reference: the pattern of the member whose digest pins it
 */
record Mark(List<String> pattern, Kind kind, Optional<List<String>> pinnedBy) {
  /** Any one step. No step of a real pointer is this text: there {@code ~} is escaped. */
  static final String ANY = "~*";

  /** What a mark says of a place. */
  enum Kind {
    /** Holds a committed secret, and nothing else. */
    SECRET,
    /** Names a container image; pinned by a digest in itself or beside it. */
    IMAGE,
    /** Names a revision of a source; pinned when it is a whole commit id. */
    REVISION,
    /** Names a file, program or setting; pinned only by a digest beside it. */
    PATH
  }

  Mark {
    pattern = List.copyOf(pattern);
  }

  boolean matches(Pointer place) {
    List<String> steps = place.steps();
    if (steps.size() != pattern.size()) {
      return false;
    }
    for (int i = 0; i < steps.size(); i++) {
      if (!pattern.get(i).equals(ANY) && !pattern.get(i).equals(steps.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The place that pins the given one: the open steps of its pattern filled in order. */
  Optional<Pointer> pinOf(Pointer place) {
    return pinnedBy.map(pin -> {
      Pointer filled = Pointer.ROOT;
      int next = 0;
      for (String step : pin) {
        if (step.equals(ANY)) {
          while (!pattern.get(next).equals(ANY)) {
            next++;
          }
          filled = filled.then(place.steps().get(next++));
        } else {
          filled = filled.then(step);
        }
      }
      return filled;
    });
  }
}
