package dev.countersign.bridge.demo.piv;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The card's side of vsmartcard's protocol: messages with two bytes of length before them, highest
 * first. A message of one byte is a control; any other is a command, which is answered.
 */
final class VpcdLink {

  private static final int POWER_OFF = 0;
  private static final int POWER_ON = 1;
  private static final int RESET = 2;
  private static final int GET_ATR = 4;

  private final VirtualPivCard card;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Runnable greeted;
  private boolean powered;

  /**
   * Links a card to a reader.
   *
   * @param greeted is told each time the card told a reader what it is after it got power
   */
  VpcdLink(VirtualPivCard card, InputStream from, OutputStream to, Runnable greeted) {
    this.card = card;
    this.in = new DataInputStream(from);
    this.out = new DataOutputStream(to);
    this.greeted = greeted;
  }

  /**
   * Serves the reader until it hangs up or the card is out.
   *
   * @throws IOException when the link breaks
   * @throws InterruptedException when the card is pulled out while it takes its time
   */
  void serve() throws IOException, InterruptedException {
    while (true) {
      Optional<byte[]> message = read();
      if (message.isEmpty()) {
        return;
      }
      if (message.get().length == 1) {
        control(message.get()[0]);
      } else {
        Optional<byte[]> answer = card.transmit(message.get());
        if (answer.isEmpty()) {
          return;
        }
        write(answer.get());
      }
    }
  }

  private Optional<byte[]> read() throws IOException {
    int length;
    try {
      length = in.readUnsignedShort();
    } catch (EOFException hungUp) {
      return Optional.empty();
    }
    byte[] message = new byte[length];
    in.readFully(message);
    return Optional.of(message);
  }

  private void control(byte code) throws IOException {
    switch (code) {
      case POWER_OFF, POWER_ON, RESET -> {
        card.reset();
        powered = code != POWER_OFF;
      }
      case GET_ATR -> {
        write(card.atr());
        if (powered) {
          greeted.run();
        }
      }
      default -> throw new IOException("not a control of this protocol: " + code);
    }
  }

  private void write(byte[] message) throws IOException {
    byte[] framed =
        Tlv.concat(new byte[] {(byte) (message.length >> 8), (byte) message.length}, message);
    out.write(framed);
    out.flush();
  }
}
