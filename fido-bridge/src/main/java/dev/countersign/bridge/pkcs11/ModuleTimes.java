package dev.countersign.bridge.pkcs11;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param interval between two looks at a module's tokens
 * @param patience for an answer that no operation's deadline bounds, the start included
 * @param grace for a module to come back after a cancel or deadline, before it is killed; less than
 *     what a running operation waits after its deadline
 * @param firstPause before a module that failed is started again; doubled each time it fails anew
 * @param longestPause what that grows to
 */
record ModuleTimes(
    Duration interval,
    Duration patience,
    Duration grace,
    Duration firstPause,
    Duration longestPause) {

  static final ModuleTimes USUAL =
      new ModuleTimes(
          Duration.ofMillis(500),
          Duration.ofSeconds(15),
          Duration.ofSeconds(1),
          Duration.ofMillis(250),
          Duration.ofMinutes(1));
}
