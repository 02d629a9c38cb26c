package dev.countersign.bridge.demo.piv;

import dev.countersign.proof.Bytes;

/**
 * What a command leads to.
 *
 * @param data of any length; what does not fit the command's expectation is fetched later
 * @param status one of {@link StatusWord}
 */
record CardAnswer(Bytes data, int status) {

  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  static CardAnswer of(int status) {
    return new CardAnswer(NOTHING, status);
  }

  static CardAnswer ok(byte[] data) {
    return new CardAnswer(Bytes.of(data), StatusWord.OK);
  }
}
