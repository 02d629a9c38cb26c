package dev.countersign.proof.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.TrustFile;
import java.util.EnumSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalCoverageTest {
  @Test
  @DisplayName("every refusal code has a vector that is refused with it")
  void everyCode() {
    Set<RefusalCode> covered = EnumSet.noneOf(RefusalCode.class);
    VectorGenerator.cases().forEach(each -> each.refusal().ifPresent(covered::add));
    assertThat(covered).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(RefusalCode.class));
  }

  @Test
  @DisplayName("a code's wire form is its name in lower case, and its step one of the fifteen")
  void wire() {
    for (RefusalCode code : RefusalCode.values()) {
      assertThat(code.wire()).matches("[a-z0-9]+(_[a-z0-9]+)*");
      assertThat(code.step()).isBetween(1, 15);
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a trust file that is not strict JSON of its form is refused")
  @ValueSource(strings = {"", "[]", "{}", "{\"v\":1}", "{\"v\":1,\"v\":1}"})
  void trustFile(String text) {
    refused(RefusalCode.MALFORMED_JSON, () -> TrustFile.parse(Bytes.utf8(text).toArray()));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("text that is not unpadded canonical base64url is refused")
  @ValueSource(
      strings = {"A", "AA==", "AB", "AAB", "A A", "AA\n", "+w", "/w", "AAAAA", "=", "\u0100A"})
  void base64Url(String text) {
    refused(RefusalCode.MALFORMED_BASE64URL, () -> Bytes.fromBase64Url(text));
  }

  private static void refused(RefusalCode code, ThrowingCallable call) {
    assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(RefusedException.class, call))
        .isNotNull()
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
