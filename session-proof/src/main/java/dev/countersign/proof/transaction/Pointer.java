package dev.countersign.proof.transaction;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A place below a value: its steps, and their RFC 6901 form.
 *
 * @param steps member names as they are, and array positions in decimal
 */
public record Pointer(List<String> steps) {
  /** The value itself. */
  public static final Pointer ROOT = new Pointer(List.of());

  public Pointer {
    steps = List.copyOf(steps);
  }

  /** Reads RFC 6901 text that our own code wrote: empty, or beginning with a slash. */
  public static Pointer of(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    return new Pointer(
        Arrays.stream(text.substring(1).split("/", -1))
            .map(step -> step.replace("~1", "/").replace("~0", "~"))
            .toList());
  }

  /** One step further. */
  public Pointer then(String step) {
    return new Pointer(
        java.util.stream.Stream.concat(steps.stream(), java.util.stream.Stream.of(step)).toList());
  }

  /** What is left below the first {@code depth} steps. */
  public Pointer below(int depth) {
    return new Pointer(steps.subList(depth, steps.size()));
  }

  @Override
  public String toString() {
    return steps.stream()
        .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }
}
