package dev.countersign.proof.vectors;

import static dev.countersign.proof.vectors.ExamineCase.refused;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.testing.Edit;
import java.util.ArrayList;
import java.util.List;

/** Cases of {@code examine} about one topic. */
abstract class ExamineTopic {
  private final List<ExamineCase> cases = new ArrayList<>();

  final ExamineCase add(ExamineCase each) {
    cases.add(each);
    return each;
  }

  final void mismatch(RefusalCode code, String name, String ids, String member, String value) {
    add(refused(code, name, ids, "a statement with another " + member))
        .with(s -> s.statement(j -> Edit.set(j, member, value)));
  }

  final List<ExamineCase> cases() {
    return List.copyOf(cases);
  }
}
