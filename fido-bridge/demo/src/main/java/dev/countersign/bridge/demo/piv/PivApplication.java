package dev.countersign.bridge.demo.piv;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The application on the card: whole commands in, whole answers out. */
final class PivApplication {

  static final int SELECT = 0xA4;
  static final int GET_DATA = 0xCB;
  static final int VERIFY = 0x20;
  static final int GENERAL_AUTHENTICATE = 0x87;

  /** An application is selected by its whole identifier, or without its version. */
  private static final int SHORTEST_AID = 9;

  private static final int TAG_LIST = 0x5C;
  private static final int DYNAMIC_AUTHENTICATION = 0x7C;
  private static final int CHALLENGE = 0x81;
  private static final int RESPONSE = 0x82;
  private static final int RESET_STATUS = 0xFF;

  private final PivPin pin;
  private final Map<PivSlot, PivKey> keys;
  private final Map<Integer, byte[]> objects;
  private boolean selected;

  PivApplication(PivPin pin, Map<PivSlot, PivKey> keys, Map<Integer, byte[]> objects) {
    this.pin = pin;
    this.keys = Map.copyOf(keys);
    this.objects = Map.copyOf(objects);
  }

  /** Power was cycled: nothing is selected and no PIN verified. */
  void reset() {
    selected = false;
    pin.forget();
  }

  CardAnswer run(CommandApdu command) {
    if (!command.isPlain()) {
      return CardAnswer.of(StatusWord.UNKNOWN_CLASS);
    }
    if (command.ins() == SELECT) {
      pin.stale();
      return select(command);
    }
    if (!selected) {
      return CardAnswer.of(StatusWord.UNKNOWN_INSTRUCTION);
    }
    return switch (command.ins()) {
      case VERIFY -> verify(command);
      case GENERAL_AUTHENTICATE -> {
        CardAnswer answer = authenticate(command);
        pin.stale();
        yield answer;
      }
      case GET_DATA -> {
        pin.stale();
        yield data(command);
      }
      default -> {
        pin.stale();
        yield CardAnswer.of(StatusWord.UNKNOWN_INSTRUCTION);
      }
    };
  }

  /** Another application is none; ours then stays selected (Part 2, §3.1.1). */
  private CardAnswer select(CommandApdu command) {
    if (command.p1() != 4 || command.p2() != 0) {
      return CardAnswer.of(StatusWord.WRONG_PARAMETERS);
    }
    byte[] aid = command.data().toArray();
    if (aid.length < SHORTEST_AID
        || aid.length > PivObjects.AID.length
        || !Arrays.equals(aid, Arrays.copyOf(PivObjects.AID, aid.length))) {
      return CardAnswer.of(StatusWord.NOT_FOUND);
    }
    selected = true;
    return CardAnswer.ok(PivObjects.propertyTemplate());
  }

  private CardAnswer data(CommandApdu command) {
    if (command.p1() != 0x3F || command.p2() != 0xFF) {
      return CardAnswer.of(StatusWord.WRONG_PARAMETERS);
    }
    Optional<byte[]> tag = Tlv.find(command.data().toArray(), TAG_LIST);
    if (tag.isEmpty() || tag.get().length == 0 || tag.get().length > 3) {
      return CardAnswer.of(StatusWord.WRONG_DATA);
    }
    return Optional.ofNullable(objects.get(HexFormat.fromHexDigits(hex(tag.get()))))
        .map(CardAnswer::ok)
        .orElseGet(() -> CardAnswer.of(StatusWord.NOT_FOUND));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private CardAnswer verify(CommandApdu command) {
    if (command.p2() != PivPin.REFERENCE) {
      return CardAnswer.of(StatusWord.NO_REFERENCE);
    }
    if (command.p1() == RESET_STATUS && command.data().size() == 0) {
      pin.forget();
      return CardAnswer.of(StatusWord.OK);
    }
    if (command.p1() != 0) {
      return CardAnswer.of(StatusWord.WRONG_PARAMETERS);
    }
    if (command.data().size() == 0) {
      pin.stale();
      return CardAnswer.of(pin.status());
    }
    return CardAnswer.of(pin.verify(command.data().toArray()));
  }

  /** Only the form that signs (Part 2, §A.4): an empty response and a challenge. */
  private CardAnswer authenticate(CommandApdu command) {
    Optional<PivSlot> slot = PivSlot.of(command.p2());
    Optional<PivKey> key =
        slot.flatMap(each -> Optional.ofNullable(keys.get(each)))
            .filter(each -> each.kind().algorithm() == command.p1());
    if (key.isEmpty()) {
      return CardAnswer.of(StatusWord.WRONG_PARAMETERS);
    }
    Optional<byte[]> template = Tlv.find(command.data().toArray(), DYNAMIC_AUTHENTICATION);
    Optional<byte[]> input = template.flatMap(fields -> Tlv.find(fields, CHALLENGE));
    boolean wanted =
        template
            .flatMap(fields -> Tlv.find(fields, RESPONSE))
            .filter(empty -> empty.length == 0)
            .isPresent();
    if (input.isEmpty() || !wanted) {
      return CardAnswer.of(StatusWord.WRONG_DATA);
    }
    if (!pin.permits(slot.get().rule())) {
      return CardAnswer.of(StatusWord.SECURITY_STATUS);
    }
    return key.get()
        .sign(input.get())
        .map(
            signature -> CardAnswer.ok(Tlv.of(DYNAMIC_AUTHENTICATION, Tlv.of(RESPONSE, signature))))
        .orElseGet(() -> CardAnswer.of(StatusWord.WRONG_DATA));
  }
}
