package dev.countersign.bridge.demo.piv;

import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * A PIV card in software (NIST SP 800-73-4): commands in, answers out, and what can go wrong with
 * it on demand. It speaks the short and the extended form, takes chained commands and gives long
 * answers in parts. Safe for use by any thread.
 */
public final class VirtualPivCard {

  /**
   * T=1, and in the historical bytes the identifier of the PIV application, by which a host knows
   * what it is without having to try (ISO/IEC 7816-4 §8.1.1.2.2).
   */
  private static final byte[] ATR =
      HexFormat.of().parseHex("3B8B8001" + "80F9A00000030800001000" + "C8");

  private static final int GET_RESPONSE = 0xC0;
  private static final int SHORT = 0x100;
  private static final int LONGEST_COMMAND = 4096;
  private static final byte[] NOTHING = {};

  private final PivPin pin;
  private final PivApplication application;
  private PivFault fault = PivFault.NONE;
  private Duration delay = Duration.ZERO;
  private Optional<CommandApdu> chain = Optional.empty();
  private byte[] rest = NOTHING;
  private int signatures;

  /**
   * A key on the card and its certificate.
   *
   * @param certificate X.509 DER
   */
  public record Credential(PivKey key, Bytes certificate) {}

  private VirtualPivCard(PivPin pin, Map<PivSlot, Credential> credentials) {
    Map<PivSlot, PivKey> keys = new EnumMap<>(PivSlot.class);
    Map<PivSlot, byte[]> certificates = new EnumMap<>(PivSlot.class);
    credentials.forEach((slot, credential) -> {
      keys.put(slot, credential.key());
      certificates.put(slot, credential.certificate().toArray());
    });
    this.pin = pin;
    this.application =
        new PivApplication(pin, keys, PivObjects.of(UUID.randomUUID(), certificates));
  }

  /**
   * A card with these keys.
   *
   * @param digits its PIN, 6 to 8 digits
   */
  public static VirtualPivCard of(String digits, Map<PivSlot, Credential> credentials) {
    return new VirtualPivCard(new PivPin(digits, PivPin.LockingAnswer.WRONG), credentials);
  }

  /** The same, of a make that says "blocked" already to the attempt that blocks it. */
  public static VirtualPivCard sayingBlockedAtOnce(
      String digits, Map<PivSlot, Credential> credentials) {
    return new VirtualPivCard(new PivPin(digits, PivPin.LockingAnswer.BLOCKED), credentials);
  }

  /** The keys 9A and 9C, freshly drawn and certified; of 9C it is stated that it asks for a PIN. */
  public static Map<PivSlot, Credential> issue(
      DemoCardAuthority authority, String owner, PivKey.Kind kind) {
    Map<PivSlot, Credential> all = new EnumMap<>(PivSlot.class);
    for (PivSlot slot : new PivSlot[] {PivSlot.AUTHENTICATION, PivSlot.SIGNATURE}) {
      PivKey key = PivKey.generate(kind);
      boolean always = slot == PivSlot.SIGNATURE;
      all.put(
          slot,
          new Credential(
              key, Bytes.of(authority.issue(authority.usual(owner, key.publicKey(), always)))));
    }
    return all;
  }

  /** What it answers to a reset. */
  byte[] atr() {
    return ATR.clone();
  }

  /** Power was cycled, or the reset line pulled. */
  synchronized void reset() {
    chain = Optional.empty();
    rest = NOTHING;
    application.reset();
  }

  /**
   * Runs one command.
   *
   * @return the answer, ending in a status word; empty when the card is out of the reader now
   * @throws InterruptedException when it is pulled out while it takes its time
   */
  Optional<byte[]> transmit(byte[] apdu) throws InterruptedException {
    Optional<CommandApdu> command = CommandApdu.parse(apdu);
    if (command.isEmpty()) {
      return Optional.of(bytes(NOTHING, StatusWord.WRONG_LENGTH));
    }
    // Outside the lock, so that a hand can still reach the card.
    Thread.sleep(timeTaken(command.get()));
    return take(command.get());
  }

  private synchronized Duration timeTaken(CommandApdu command) {
    return fault == PivFault.SLOW_SIGNING && isSignature(command) && !command.isChained()
        ? delay
        : Duration.ZERO;
  }

  private static boolean isSignature(CommandApdu command) {
    return command.ins() == PivApplication.GENERAL_AUTHENTICATE;
  }

  private synchronized Optional<byte[]> take(CommandApdu command) {
    if (command.ins() == GET_RESPONSE) {
      return Optional.of(next(command.le()));
    }
    rest = NOTHING;
    return gather(command);
  }

  /** Joins chained commands; the last one runs. */
  private Optional<byte[]> gather(CommandApdu part) {
    Optional<CommandApdu> begun = chain.filter(part::continues);
    chain = Optional.empty();
    CommandApdu whole =
        begun
            .map(first -> part.withData(Tlv.concat(first.data().toArray(), part.data().toArray())))
            .orElse(part);
    if (whole.data().size() > LONGEST_COMMAND) {
      return Optional.of(bytes(NOTHING, StatusWord.NO_SPACE));
    }
    if (part.isChained()) {
      chain = Optional.of(whole);
      return Optional.of(bytes(NOTHING, StatusWord.OK));
    }
    return run(whole);
  }

  private Optional<byte[]> run(CommandApdu command) {
    if (command.ins() == PivApplication.VERIFY
        && command.data().size() > 0
        && fault == PivFault.PULLED_AT_PIN) {
      return Optional.empty();
    }
    CardAnswer answer;
    if (isSignature(command)) {
      signatures++;
      if (fault == PivFault.PULLED_AT_SIGNING) {
        return Optional.empty();
      }
      if (fault == PivFault.CUT_ANSWER) {
        return Optional.of(new byte[] {0x6F});
      }
      answer = signed(command);
    } else {
      answer = application.run(command);
      if (command.ins() == PivApplication.GET_DATA && fault == PivFault.GARBAGE_CERTIFICATES) {
        answer = scrambled(answer);
      }
    }
    rest = answer.data().toArray();
    return Optional.of(
        answer.status() == StatusWord.OK ? next(command.le()) : bytes(rest, answer.status()));
  }

  private CardAnswer signed(CommandApdu command) {
    if (fault == PivFault.LOCKED_AT_SIGNING) {
      pin.lock();
    }
    CardAnswer answer = application.run(command);
    if (answer.status() != StatusWord.OK) {
      return answer;
    }
    return switch (fault) {
      case GARBAGE_SIGNATURE -> CardAnswer.ok(noise(answer.data().size()));
      case OTHER_SIGNATURE -> {
        byte[] other = answer.data().toArray();
        other[other.length - 1] ^= 1;
        yield CardAnswer.ok(other);
      }
      default -> answer;
    };
  }

  /** Whole objects with a certificate stay such, with noise for the certificate. */
  private static CardAnswer scrambled(CardAnswer answer) {
    boolean certificate =
        Tlv.find(answer.data().toArray(), 0x53)
            .flatMap(object -> Tlv.find(object, 0x70))
            .isPresent();
    return certificate
        ? CardAnswer.ok(
            Tlv.of(
                0x53,
                Tlv.of(0x70, noise(300)),
                Tlv.of(0x71, new byte[] {0}),
                Tlv.of(0xFE, NOTHING)))
        : answer;
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** As much of the answer as was asked for, and how much is left. */
  private byte[] next(int le) {
    int expected = le == 0 ? SHORT : le;
    int length = Math.min(expected, rest.length);
    byte[] part = Arrays.copyOf(rest, length);
    rest = Arrays.copyOfRange(rest, length, rest.length);
    int status =
        rest.length == 0
            ? StatusWord.OK
            : StatusWord.MORE + (rest.length >= SHORT ? 0 : rest.length);
    return bytes(part, status);
  }

  private static byte[] bytes(byte[] data, int status) {
    byte[] all = Arrays.copyOf(data, data.length + 2);
    all[data.length] = (byte) (status >> 8);
    all[data.length + 1] = (byte) status;
    return all;
  }

  /** What goes wrong from now on. */
  public synchronized void fault(PivFault newFault) {
    fault = newFault;
  }

  /** How long {@link PivFault#SLOW_SIGNING} takes. */
  public synchronized void delay(Duration time) {
    delay = time;
  }

  /** Uses up the tries on its PIN. */
  public synchronized void lock() {
    pin.lock();
  }

  /** How many wrong PINs it takes before it locks; 3 at first. */
  public synchronized int pinTriesLeft() {
    return pin.triesLeft();
  }

  /** How often it was told to sign since it was made, whatever came of it. */
  public synchronized int signaturesAsked() {
    return signatures;
  }
}
