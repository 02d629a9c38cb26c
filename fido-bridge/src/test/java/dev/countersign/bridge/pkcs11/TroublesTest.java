package dev.countersign.bridge.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.ModuleTrouble.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Failed;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The words for a module that fails")
class TroublesTest {

  private static final CardModule MODULE = new CardModule("mod", Path.of("/lib/mod.so"), Map.of());

  private static String words(String detail) {
    return Troubles.failed(MODULE, Reason.REFUSED, detail).trouble().detail();
  }

  @Test
  @DisplayName("name the module and are one sentence, whatever it said")
  void sentence() {
    String begin = "The smart card module mod (/lib/mod.so) does not want to work";
    assertThat(words("")).isEqualTo(begin + ".");
    assertThat(words("C_Initialize: CKR_GENERAL_ERROR"))
        .isEqualTo(begin + ": C_Initialize: CKR_GENERAL_ERROR.");
    assertThat(words("The library is none.")).isEqualTo(begin + ": The library is none.");
  }

  @Test
  @DisplayName("carry nothing that a terminal or a log would act on, and no novel")
  void said() {
    assertThat(words("a\nERROR forged\u001b[2J\u202egpj\u2028\ud800é"))
        .endsWith(": a?ERROR forged?[2J?gpj??é.");
    assertThat(words("x".repeat(5000))).hasSizeLessThan(300);
    assertThat(
            ((Unusable) CardFailures.of(new Failed(ModuleFault.TOKEN_ERROR, "a\u0007b"))).detail())
        .contains("(a?b)");
  }

  @Test
  @DisplayName("say when it is started again")
  void waiting() {
    ModuleTrouble trouble = Troubles.failed(MODULE, Reason.CRASHED, "").trouble();
    assertThat(Troubles.waiting(trouble, Duration.ofSeconds(8)).detail())
        .isEqualTo(trouble.detail() + " It is started again in 8 s.");
  }
}
