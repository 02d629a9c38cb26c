package dev.countersign.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.NewEnrolment;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The end of an enrolment at the terminal")
class EnrolmentEndTest {
  private final StringWriter said = new StringWriter();

  private int end(EnrolmentOutcome outcome) {
    PrintWriter terminal = new PrintWriter(said);
    return new EnrolmentEnd(new NoSession(), new Terminal(terminal, terminal)).said(outcome);
  }

  @Test
  @DisplayName(
      "shows what a gateway that nobody knows yet says, without letting it write as it likes")
  void foreignWords() {
    assertThat(end(new EnrolmentOutcome.Refused("no\u001b[2J\nEnrolled as ada"))).isEqualTo(1);
    assertThat(end(new EnrolmentOutcome.NoAnswer("bad\u001b[2J\u202e"))).isEqualTo(1);
    assertThat(said.toString().lines()).hasSize(2);
    assertThat(said.toString())
        .contains("no\\u{1b}[2J\\u{a}Enrolled as ada", "bad\\u{1b}[2J\\u{202e}")
        .doesNotContain("\u001b");
  }

  private record NoSession() implements NewEnrolment.Session {
    @Override
    public Enroller.Begun begin(String code) {
      throw new AssertionError("nothing is begun");
    }

    @Override
    public void keep(EnrolmentPins pins) {
      throw new AssertionError("nothing is kept");
    }

    @Override
    public void close() {}
  }
}
