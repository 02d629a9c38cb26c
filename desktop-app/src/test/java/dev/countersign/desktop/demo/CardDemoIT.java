package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement.App;
import dev.countersign.proof.decision.X509Evidence;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One approval through the real window with a card behind a real PKCS#11 module. */
@DisplayName("The demo with a card")
class CardDemoIT {
  @TempDir Path out;

  @ParameterizedTest
  @EnumSource(value = HeldToken.class, names = "KEY", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("D8 S0.9 S0.10 a card approves from request to audit log, and its proof verifies")
  void whole(HeldToken token) throws Exception {
    String story = story(token);

    assertThat(story)
        .contains("ok    the gateway accepted the proof and granted")
        .contains("ok    a second redemption was refused (already_redeemed)")
        .contains("ok    the replayed proof was refused (already_decided)")
        .contains("ok    shop-ci was denied")
        .contains("ok    the audit log's last entry was witnessed")
        .doesNotContain("FAILED");
    assertThat(ApprovalProof.parse(Files.readAllBytes(out.resolve("proof.json"))).evidence())
        .isInstanceOf(X509Evidence.class);
    assertThat(out.resolve("03-card.png")).isNotEmptyFile();
    HeadlessDemoIT.Ran verified = HeadlessDemoIT.run(HeadlessDemoIT.verify(out, out));
    assertThat(verified.exit()).isZero();
    assertThat(verified.out()).startsWith("{\"valid\":true,\"decision\":\"approve\"");
    assertThat(HeadlessDemoIT.run(HeadlessDemoIT.verify(out, out, "--decision", "deny")).exit())
        .isEqualTo(1);
  }

  private String story(HeldToken token) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      boolean held =
          new Demo(new App("countersign-desk", "test"), print).run(token, Optional.of(out));
      assertThat(held).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
    } catch (TokenUnavailableException missing) {
      return abort("not run: " + missing.getMessage());
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
