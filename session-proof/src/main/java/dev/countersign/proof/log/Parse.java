package dev.countersign.proof.log;

import java.util.function.Function;

/**
 * What reading a checkpoint or note gave.
 *
 * @param <T> the type that was read
 */
public sealed interface Parse<T> {
  /** The bytes are the one serialisation of this value. */
  record Parsed<T>(T value) implements Parse<T> {}

  /** The bytes are nothing this reader accepts; {@code reason} is one plain clause. */
  record Malformed<T>(String reason) implements Parse<T> {}

  /** Reads on with the value, or keeps the refusal. */
  default <R> Parse<R> then(Function<? super T, Parse<R>> next) {
    return switch (this) {
      case Parsed<T>(T value) -> next.apply(value);
      case Malformed<T>(String reason) -> new Malformed<>(reason);
    };
  }

  /**
   * The value, for callers whose input cannot be malformed.
   *
   * @throws IllegalArgumentException with the reason
   */
  default T orThrow() {
    return switch (this) {
      case Parsed<T>(T value) -> value;
      case Malformed<T>(String reason) -> throw new IllegalArgumentException(reason);
    };
  }
}
