package dev.countersign.bridge.pkcs11.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The frames between the desk and a module's process")
class FramesTest {

  private static final long SEED = 20_260_114;
  private static final int ROUNDS = 200_000;
  private static final PinFlags PIN = new PinFlags(true, true, false, PinFlags.Tries.LAST, 6, -1L);

  private static final List<ModuleAnswer> ANSWERS =
      List.of(
          new ModuleAnswer.Ready("a module"),
          new ModuleAnswer.Slots(
              List.of(new SlotState(-1L, "reader", "label", "maker", "model", "1234"))),
          new ModuleAnswer.Certificates(
              List.of(
                  new CertificateObject(
                      new byte[300], "ä", CertificateObject.KeyUse.PIN_ON_EVERY_USE)),
              PIN),
          new ModuleAnswer.Found(new byte[] {1, 2}, PIN, true),
          new ModuleAnswer.Signed(new byte[64], true),
          new ModuleAnswer.Doing(ModuleAnswer.Step.SIGNING),
          new ModuleAnswer.Failed(ModuleFault.WRONG_PIN, "C_Login"));

  private static final List<ModuleRequest> REQUESTS =
      List.of(
          new ModuleRequest.Load("/usr/lib/a.so"),
          new ModuleRequest.ListSlots(),
          new ModuleRequest.ListCertificates(1L << 40),
          new ModuleRequest.Sign(
              7, new byte[32], ModuleRequest.SignMechanism.RSA_PSS_SHA256, new byte[32]),
          new ModuleRequest.Proceed(true),
          new ModuleRequest.Cancel());

  @Test
  @DisplayName("carry every message unchanged")
  void messages() throws Exception {
    for (ModuleAnswer answer : ANSWERS) {
      ModuleAnswer read = ModuleAnswer.decode(answer.encoded());
      assertThat(read).usingRecursiveComparison().isEqualTo(answer);
    }
    for (ModuleRequest request : REQUESTS) {
      ModuleRequest read = ModuleRequest.decode(request.encoded());
      assertThat(read).usingRecursiveComparison().isEqualTo(request);
    }
  }

  @Test
  @DisplayName("refuse every message that is cut short or goes on")
  void cut() {
    for (ModuleAnswer answer : ANSWERS) {
      byte[] whole = answer.encoded();
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> ModuleAnswer.decode(part))
            .isInstanceOf(MalformedFrameException.class);
      }
      assertThatThrownBy(() -> ModuleAnswer.decode(Arrays.copyOf(whole, whole.length + 1)))
          .isInstanceOf(MalformedFrameException.class);
    }
  }

  @Test
  @DisplayName("refuse text of a token that is longer than any structure it could come from")
  void longText() throws Exception {
    for (int length : new int[] {64, 65}) {
      String text = "é".repeat(length);
      byte[] slots =
          new ModuleAnswer.Slots(List.of(new SlotState(1, "", "", "", "", text))).encoded();
      if (length == 64) {
        assertThat(ModuleAnswer.decode(slots)).isInstanceOf(ModuleAnswer.Slots.class);
      } else {
        assertThatThrownBy(() -> ModuleAnswer.decode(slots))
            .isInstanceOf(MalformedFrameException.class);
      }
    }
  }

  @Test
  @DisplayName("refuse more tokens or certificates than there can be")
  void tooMany() throws Exception {
    SlotState slot = new SlotState(1, "", "", "", "", "");
    CertificateObject object =
        new CertificateObject(new byte[1], "", CertificateObject.KeyUse.NOT_SEEN);
    for (int number : new int[] {64, 65}) {
      List<byte[]> answers =
          List.of(
              new ModuleAnswer.Slots(Collections.nCopies(number, slot)).encoded(),
              new ModuleAnswer.Certificates(Collections.nCopies(number, object), PIN).encoded());
      for (byte[] answer : answers) {
        if (number == 64) {
          assertThat(ModuleAnswer.decode(answer)).isNotNull();
        } else {
          assertThatThrownBy(() -> ModuleAnswer.decode(answer))
              .isInstanceOf(MalformedFrameException.class);
        }
      }
    }
  }

  @Test
  @DisplayName("read any bytes as the one message that is written so, or refuse them")
  void anyBytes() {
    System.out.println("FramesTest seed=" + SEED + " rounds=" + ROUNDS);
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] content = mutated(random);
      try {
        assertThat(ModuleAnswer.decode(content).encoded()).isEqualTo(content);
        read++;
      } catch (MalformedFrameException refused) {
        assertThat(refused).hasMessageNotContaining("0x");
      }
    }
    assertThat(read).isBetween(1, ROUNDS - 1);
  }

  private static byte[] mutated(Random random) {
    byte[] content = ANSWERS.get(random.nextInt(ANSWERS.size())).encoded();
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      content[random.nextInt(Math.min(content.length, 40))] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(content, random.nextInt(content.length + 1))
        : content;
  }

  @Test
  @DisplayName("have a length from 1 byte to a mebibyte, and a whole content")
  void lengths() throws Exception {
    for (int length : new int[] {0, -1, Integer.MIN_VALUE, Frames.LONGEST + 1}) {
      byte[] header = {
        (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length, 1
      };
      // By its length alone: nothing of it is read, and no memory is taken for it.
      assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(header)))
          .isInstanceOf(MalformedFrameException.class)
          .hasMessageContaining("impossible length");
    }
    assertRefused(new byte[] {0, 0});
    assertRefused(new byte[] {0, 0, 0, 2, 1});
    assertRefused("module: debugging is on\n".getBytes(StandardCharsets.UTF_8));
    assertThat(Frames.read(new ByteArrayInputStream(new byte[0]))).isEmpty();
    assertThat(Frames.read(new ByteArrayInputStream(new byte[] {0, 0, 0, 1, 9})))
        .hasValue(new byte[] {9});
  }

  private static void assertRefused(byte[] stream) {
    assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(stream)))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  @DisplayName("of a PIN have one length for every PIN, and give it back")
  void pin() throws IOException {
    byte[] shortest = pinFrame(new byte[0]);
    byte[] longest = pinFrame(new byte[Frames.LONGEST_PIN]);

    assertThat(shortest).hasSameSizeAs(longest);
    byte[] pin = "123456".getBytes(StandardCharsets.UTF_8);
    assertThat(Frames.readPin(new ByteArrayInputStream(pinFrame(pin)))).isEqualTo(pin);
    assertThatThrownBy(() -> pinFrame(new byte[Frames.LONGEST_PIN + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("of a PIN leave no copy of it behind, at either end")
  void pinIsWiped() throws IOException {
    byte[] pin = "123456".getBytes(StandardCharsets.UTF_8);
    List<byte[]> passedOn = new ArrayList<>();
    OutputStream keeping =
        new OutputStream() {
          @Override
          public void write(int single) {
            throw new AssertionError("byte by byte");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            passedOn.add(bytes);
          }
        };
    Frames.writePin(keeping, pin);
    InputStream lending =
        new ByteArrayInputStream(pinFrame(pin)) {
          @Override
          public int readNBytes(byte[] into, int offset, int length) {
            passedOn.add(into);
            return super.readNBytes(into, offset, length);
          }
        };
    assertThat(Frames.readPin(lending)).isEqualTo(pin);
    assertThat(passedOn).hasSize(2).allSatisfy(frame -> assertThat(frame).containsOnly(0));
  }

  private static byte[] pinFrame(byte[] pin) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Frames.writePin(out, pin);
    return out.toByteArray();
  }
}
