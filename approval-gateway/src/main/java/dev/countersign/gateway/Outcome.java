package dev.countersign.gateway;

import dev.countersign.proof.RefusedException;

/**
 * What a call to a service of the gateway ended in.
 *
 * @param <T> what the caller gets when it was done
 */
public sealed interface Outcome<T> {
  /** It was done, and is durable. */
  record Done<T>(T value) implements Outcome<T> {}

  /** It was refused; nothing was done but the record of the attempt. */
  record Refused<T>(Refusal refusal) implements Outcome<T> {}

  /** There is no such thing, or this caller may not see it. */
  record NotFound<T>() implements Outcome<T> {}

  /** The value of calls that only do something. */
  enum Nothing {
    NOTHING
  }

  static Outcome<Nothing> done() {
    return new Done<>(Nothing.NOTHING);
  }

  static <T> Outcome<T> refused(RefusedException refused) {
    return new Refused<>(Refusal.of(refused));
  }
}
