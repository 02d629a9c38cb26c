package dev.countersign.proof.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds the published specification against the code. */
class SpecificationTest {
  private static final Path SPECIFICATION = Path.of("..", "docs", "protocol.md");

  @Test
  @DisplayName("the specification names every refusal code, in the list of codes with its step")
  void codes() throws IOException {
    List<String> lines = Files.readAllLines(SPECIFICATION);
    for (RefusalCode code : RefusalCode.values()) {
      assertThat(lines)
          .as(code.wire())
          .anyMatch(line ->
              line.startsWith("| `")
                  && line.contains("`" + code.wire() + "`")
                  && line.contains(" | " + code.step() + " | "));
    }
  }

  @Test
  @DisplayName("the worked example is the vector that it names")
  void example() throws Exception {
    String text = Files.readString(SPECIFICATION);
    Scenario.Wire wire = Fixture.approval().build();
    VerifiedRequest request = VerifiedRequest.verify(wire.request().wire(), Fixture.gatewayKeys());
    ApprovalProof proof = wire.proof();
    byte[] d = proof.statement().toArray();
    Digest challenge = DecisionStatement.challenge(d);
    assertThat(text)
        .contains("`" + request.sha256() + "`")
        .contains("| the phrase | " + ConfirmationPhrase.of(request.sha256()) + " |")
        .contains("`" + DecisionStatement.parse(d).displayDigest() + "`")
        .contains("`D` is " + d.length + " bytes")
        .contains("`" + challenge + "`")
        .contains("approval-request.v1+json " + wire.request().payload().size() + " ");
  }
}
