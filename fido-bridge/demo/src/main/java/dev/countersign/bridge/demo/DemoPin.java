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
  static final int SHORTEST = 4;
  static final int LONGEST_UTF8 = 63;

  private static final int MOST_TRIES = 8;
  private static final int MOST_IN_A_ROW = 3;

  private Optional<byte[]> hash = Optional.empty();
  private int triesLeft = MOST_TRIES;
  private int wrongInARow;
  private int shortest = SHORTEST;
  private boolean mustChange;

  /** The hash is empty when no PIN is set. */
  synchronized Map<Object, Object> save() {
    return Map.of("hash", hash.orElse(new byte[0]), "tries", triesLeft, "shortest", shortest);
  }

  synchronized void restore(CtapParameters saved) throws CtapErrorException {
    byte[] savedHash = saved.required("hash", byte[].class);
    long tries = saved.required("tries", Long.class);
    if ((savedHash.length != 0 && savedHash.length != HASH) || tries < 0 || tries > MOST_TRIES) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    hash = Optional.of(savedHash).filter(bytes -> bytes.length == HASH);
    triesLeft = (int) tries;
    shortest = saved.required("shortest", Long.class).intValue();
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

  /** The fewest characters (code points) that a new PIN may have. */
  synchronized int shortest() {
    return shortest;
  }

  /** Raises the least length; never lowers it. A shorter PIN in use must be changed. */
  synchronized void shortest(int characters, boolean forceChange) throws CtapErrorException {
    if (characters < shortest || characters > LONGEST_UTF8) {
      throw new CtapErrorException(CtapErrorException.PIN_POLICY_VIOLATION);
    }
    // Its length is not kept, so that any PIN in use counts as too short.
    mustChange |= hash.isPresent() && (forceChange || characters > shortest);
    shortest = characters;
  }

  synchronized boolean mustChange() {
    return mustChange;
  }

  /** As a reset leaves it. */
  synchronized void clear() {
    hash = Optional.empty();
    triesLeft = MOST_TRIES;
    wrongInARow = 0;
    shortest = SHORTEST;
    mustChange = false;
  }

  /**
   * A new PIN from a platform, padded with zeros to 64 bytes.
   *
   * @throws CtapErrorException when it is too short, too long, or must differ from the old one
   */
  synchronized void setPadded(byte[] padded) throws CtapErrorException {
    int length = padded.length;
    while (length > 0 && padded[length - 1] == 0) {
      length--;
    }
    byte[] utf8 = Arrays.copyOf(padded, length);
    boolean fits = length <= LONGEST_UTF8 && codePoints(utf8) >= shortest;
    boolean same =
        mustChange && hash.map(old -> MessageDigest.isEqual(old, hashOf(utf8))).orElse(false);
    if (!fits || same) {
      throw new CtapErrorException(CtapErrorException.PIN_POLICY_VIOLATION);
    }
    set(utf8);
    mustChange = false;
  }

  private static int codePoints(byte[] utf8) {
    int count = 0;
    for (byte one : utf8) {
      count += (one & 0xc0) == 0x80 ? 0 : 1;
    }
    return count;
  }

  private static byte[] hashOf(byte[] utf8) {
    return Arrays.copyOf(Sha256.of(utf8), HASH);
  }

  /** Sets it and gives back all tries. */
  synchronized void set(byte[] utf8) {
    hash = Optional.of(hashOf(utf8));
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
