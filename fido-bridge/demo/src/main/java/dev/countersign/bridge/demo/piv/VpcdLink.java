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

  private VpcdLink() {}

  /**
   * Serves a reader until it hangs up or the card is out.
   *
   * @throws IOException when the link breaks
   * @throws InterruptedException when the card is pulled out while it takes its time
   */
  static void serve(InputStream from, OutputStream to, VirtualPivCard card)
      throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(from);
    DataOutputStream out = new DataOutputStream(to);
    while (true) {
      Optional<byte[]> message = read(in);
      if (message.isEmpty()) {
        return;
      }
      if (message.get().length == 1) {
        control(message.get()[0], out, card);
      } else {
        Optional<byte[]> answer = card.transmit(message.get());
        if (answer.isEmpty()) {
          return;
        }
        write(out, answer.get());
      }
    }
  }

  private static Optional<byte[]> read(DataInputStream in) throws IOException {
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

  private static void control(byte code, DataOutputStream out, VirtualPivCard card)
      throws IOException {
    switch (code) {
      case POWER_OFF, POWER_ON, RESET -> card.reset();
      case GET_ATR -> write(out, card.atr());
      default -> throw new IOException("not a control of this protocol: " + code);
    }
  }

  private static void write(DataOutputStream out, byte[] message) throws IOException {
    byte[] framed =
        Tlv.concat(new byte[] {(byte) (message.length >> 8), (byte) message.length}, message);
    out.write(framed);
    out.flush();
  }
}
