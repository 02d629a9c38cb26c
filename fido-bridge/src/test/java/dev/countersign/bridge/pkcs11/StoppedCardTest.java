package dev.countersign.bridge.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.bridge.pkcs11.wire.SlotState;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.x509.JwsAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No module is started here: nobody runs what the owner is given. */
@DisplayName("A card whose work is stopped")
class StoppedCardTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final CardSignOutcome SIGNED =
      new CardSignOutcome.Signed(Bytes.of(new byte[64]), true);

  private final ModuleOwner owner =
      new ModuleOwner(
          new CardModule("tried", Path.of("/none/module.so").toAbsolutePath(), Map.of()),
          ModuleTimes.USUAL,
          new ModuleWatcher());
  private final Pkcs11Card card =
      new Pkcs11Card(owner, new SlotState(1, "reader", "Alex", "maker", "model", "1"));
  private final char[] pin = "123456".toCharArray();

  private TokenOperation<CardSignOutcome> sign() {
    return card.sign(
        new CardSignRequest(
            Digest.sha256(new byte[] {1}),
            JwsAlgorithm.ES256,
            Bytes.utf8("header.payload"),
            Optional.of(Pin.takeOver(pin)),
            LONG),
        progress -> {});
  }

  @Test
  @DisplayName("signs no more once it was seen to go, at once and without its PIN")
  void gone() {
    TokenOperation<CardSignOutcome> waiting = sign();
    assertThat(waiting.result()).isNotDone();
    assertThat(pin).isEqualTo("123456".toCharArray());

    card.remove();

    assertThat(waiting.result()).isCompletedWithValue(new TokenFailure.Removed());
    assertThat(pin).containsOnly('\0');
  }

  @Test
  @DisplayName("that is gone already is not asked")
  void goneBefore() {
    card.remove();
    assertThat(sign().result()).isCompletedWithValue(new TokenFailure.Removed());
    assertThat(pin).containsOnly('\0');
  }

  @Test
  @DisplayName("gives no signature that was made after a cancel or the deadline")
  void late() {
    OperationControl cancelled = new OperationControl(LONG, progress -> {});
    assertThat(task(cancelled, SIGNED).get()).isEqualTo(new TokenFailure.Cancelled());
    OperationControl late = new OperationControl(Duration.ZERO, progress -> {});
    assertThat(signed(late).get()).isEqualTo(new TokenFailure.TimedOut());
    OperationControl inTime = new OperationControl(LONG, progress -> {});
    assertThat(signed(inTime).get()).isEqualTo(SIGNED);
  }

  @Test
  @DisplayName("keeps its own failure, which says more than that it was stopped")
  void ownFailure() {
    OperationControl cancelled = new OperationControl(LONG, progress -> {});
    assertThat(task(cancelled, new TokenFailure.PinLocked()).get())
        .isEqualTo(new TokenFailure.PinLocked());
  }

  /** It is cancelled while the card works. */
  private CardTask<CardSignOutcome> task(OperationControl control, CardSignOutcome outcome) {
    return new CardTask<>(
        owner,
        control,
        (link, same) -> {
          same.stop(new TokenFailure.Cancelled());
          return outcome;
        },
        failure -> failure);
  }

  private CardTask<CardSignOutcome> signed(OperationControl control) {
    return new CardTask<>(owner, control, (link, same) -> SIGNED, failure -> failure);
  }
}
