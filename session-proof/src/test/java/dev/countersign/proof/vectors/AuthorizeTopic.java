package dev.countersign.proof.vectors;

import java.util.ArrayList;
import java.util.List;

/** Cases of {@code authorize} about one topic. */
abstract class AuthorizeTopic {
  private final List<AuthorizeCase> cases = new ArrayList<>();

  final AuthorizeCase add(AuthorizeCase each) {
    cases.add(each);
    return each;
  }

  final List<AuthorizeCase> cases() {
    return List.copyOf(cases);
  }
}
