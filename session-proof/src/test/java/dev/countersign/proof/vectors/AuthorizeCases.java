package dev.countersign.proof.vectors;

import java.util.List;
import java.util.stream.Stream;

/** Every case of {@code authorize} that has a vector. */
final class AuthorizeCases {
  private AuthorizeCases() {}

  static List<AuthorizeCase> all() {
    return Stream.of(
            new AuthorizedCases(),
            new LiveRequestCases(),
            new ChainCases(),
            new DirectoryCases(),
            new LiveCardCases(),
            new LogCases())
        .flatMap(topic -> topic.cases().stream())
        .toList();
  }
}
