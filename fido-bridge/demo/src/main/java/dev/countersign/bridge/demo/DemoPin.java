package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A demo key's PIN: its hash and the tries left (CTAP 2.1 §6.5.2). */
final class DemoPin {

  static final int HASH = 16;

  private static final int MOST_TRIES = 8;
  private static final int MOST_IN_A_ROW = 3;

  private Optional<byte[]> hash = Optional.empty();
  private int triesLeft = MOST_TRIES;
  private int wrongInARow;

  /** The hash is empty when no PIN is set. */
  synchronized Map<Object, Object> save() {
    return Map.of("hash", hash.orElse(new byte[0]), "tries", triesLeft);
  }

  synchronized void restore(CtapParameters saved) throws CtapErrorException {
    byte[] savedHash = saved.required("hash", byte[].class);
    long tries = saved.required("tries", Long.class);
    if ((savedHash.length != 0 && savedHash.length != HASH) || tries < 0 || tries > MOST_TRIES) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    hash = Optional.of(savedHash).filter(bytes -> bytes.length == HASH);
    triesLeft = (int) tries;
  }

  synchronized boolean isSet() {
    return hash.isPresent();
  }

  synchronized int triesLeft() {
    return triesLeft;
  }

  synchronized boolean needsPowerCycle() {
    return wrongInARow >= MOST_IN_A_ROW;
  }

  synchronized void powerUp() {
    wrongInARow = 0;
  }

  /** Sets it and gives back all tries. */
  synchronized void set(byte[] utf8) {
    hash = Optional.of(Arrays.copyOf(Sha256.of(utf8), HASH));
    triesLeft = MOST_TRIES;
    wrongInARow = 0;
  }

  /** Sets it without a platform; wipes what it was given. */
  void set(char[] pin) {
    byte[] room = new byte[4 * pin.length];
    ByteBuffer utf8 = ByteBuffer.wrap(room);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(pin), utf8, true);
    byte[] exact = Arrays.copyOf(room, utf8.position());
    set(exact);
    Arrays.fill(exact, (byte) 0);
    Arrays.fill(room, (byte) 0);
    Arrays.fill(pin, '\0');
  }

  /** Refuses before a try is made, without cost. */
  synchronized void requireTriable() throws CtapErrorException {
    if (triesLeft == 0) {
      throw new CtapErrorException(CtapErrorException.PIN_BLOCKED);
    } else if (needsPowerCycle()) {
      throw new CtapErrorException(CtapErrorException.PIN_AUTH_BLOCKED);
    } else if (hash.isEmpty()) {
      throw new CtapErrorException(CtapErrorException.PIN_NOT_SET);
    }
  }

  /** Uses up a try, and gives all back when the hash is right. */
  synchronized void check(byte[] givenHash) throws CtapErrorException {
    requireTriable();
    triesLeft--; // first, so that pulling the plug does not save it
    if (MessageDigest.isEqual(hash.orElseThrow(), givenHash)) {
      triesLeft = MOST_TRIES;
      wrongInARow = 0;
      return;
    }
    wrongInARow++;
    requireTriable();
    throw new CtapErrorException(CtapErrorException.PIN_INVALID);
  }
}
