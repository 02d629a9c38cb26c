package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SingleByteMutationTest {
  // Another value with each: a neighbour in the alphabet twice, and the other case of a letter.
  private static final int[] MASKS = {0x01, 0x02, 0x20};

  private final Scenario.Wire wire = Fixture.approval().build();
  private final TrustFile trust = Fixture.trust();

  @Test
  @DisplayName("S0.1 S2.7 a request envelope with any one byte changed is refused")
  void request() {
    byte[] proof = wire.proof().wire();
    eachByte(
        wire.request().wire(),
        changed -> Verifier.examine(trust, changed, proof, OptionalLong.empty()));
  }

  @Test
  @DisplayName("S0.1 S0.2 a proof with any one byte changed is refused")
  void proof() {
    byte[] request = wire.request().wire();
    eachByte(
        wire.proof().wire(),
        changed -> Verifier.examine(trust, request, changed, OptionalLong.empty()));
  }

  @Test
  @DisplayName("S0.1 a request or proof with any one byte removed, doubled or replaced is refused")
  void edits() {
    byte[] request = wire.request().wire();
    byte[] proof = wire.proof().wire();
    eachEdit(request, edited -> Verifier.examine(trust, edited, proof, OptionalLong.empty()));
    eachEdit(proof, edited -> Verifier.examine(trust, request, edited, OptionalLong.empty()));
  }

  private interface Call {
    Examination on(byte[] changed);
  }

  private static void eachByte(byte[] original, Call call) {
    for (int at = 0; at < original.length; at++) {
      for (int mask : MASKS) {
        byte[] changed = original.clone();
        changed[at] ^= (byte) mask;
        refused(call.on(changed), at);
      }
    }
  }

  private static void eachEdit(byte[] original, Call call) {
    for (int at = 0; at < original.length; at++) {
      byte[] shorter = new byte[original.length - 1];
      System.arraycopy(original, 0, shorter, 0, at);
      System.arraycopy(original, at + 1, shorter, at, shorter.length - at);
      refused(call.on(shorter), at);
      byte[] longer = new byte[original.length + 1];
      System.arraycopy(original, 0, longer, 0, at + 1);
      System.arraycopy(original, at, longer, at + 1, original.length - at);
      refused(call.on(longer), at);
      byte[] replaced = original.clone();
      replaced[at] = (byte) (original[at] == 'A' ? 'B' : 'A');
      refused(call.on(replaced), at);
    }
  }

  private static void refused(Examination examination, int at) {
    if (!(examination instanceof Examination.Invalid)) {
      assertThat(examination).as("changed at byte " + at).isInstanceOf(Examination.Invalid.class);
    }
  }
}
