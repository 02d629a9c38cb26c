package dev.countersign.bridge.pkcs11.wire;

import java.util.ArrayList;
import java.util.List;

/** What a module's process answers. */
public sealed interface ModuleAnswer {

  /** The module is loaded and calls itself this. */
  record Ready(String description) implements ModuleAnswer {}

  /** The tokens there now. */
  record Slots(List<SlotState> slots) implements ModuleAnswer {}

  /** The certificates of a token, and the state of its PIN. */
  record Certificates(List<CertificateObject> certificates, PinFlags pin) implements ModuleAnswer {}

  /**
   * The certificate asked for.
   *
   * @param der itself
   * @param pin the state of the token's PIN
   * @param loginNeeded whether the token wants its owner to log in
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
  record Found(byte[] der, PinFlags pin, boolean loginNeeded) implements ModuleAnswer {}

  /** The signature, as the token gave it. */
  @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
  record Signed(byte[] signature, boolean pinOnEveryUse) implements ModuleAnswer {}

  /** Not an answer yet: what the token is doing. */
  record Doing(Step step) implements ModuleAnswer {}

  /**
   * It cannot be done.
   *
   * @param detail the function and its code; never a PIN
   */
  record Failed(ModuleFault fault, String detail) implements ModuleAnswer {}

  /** Steps worth telling. */
  enum Step {
    CHECKING_PIN,
    WAITING_AT_PIN_PAD,
    SIGNING
  }

  /** As a frame's content. */
  default byte[] encoded() {
    CborWriter out = new CborWriter();
    switch (this) {
      case Ready(String description) -> out.array(2).number(0).text(description);
      case Slots(List<SlotState> slots) -> {
        out.array(2).number(1).array(slots.size());
        slots.forEach(slot -> slot.write(out));
      }
      case Certificates(List<CertificateObject> certificates, PinFlags pin) -> {
        out.array(3).number(2).array(certificates.size());
        certificates.forEach(certificate -> certificate.write(out));
        pin.write(out);
      }
      case Found(byte[] der, PinFlags pin, boolean loginNeeded) -> {
        out.array(4).number(3).bytes(der);
        pin.write(out);
        out.bool(loginNeeded);
      }
      case Signed(byte[] signature, boolean every) ->
          out.array(3).number(4).bytes(signature).bool(every);
      case Doing(Step step) -> out.array(2).number(5).constant(step);
      case Failed(ModuleFault fault, String detail) ->
          out.array(3).number(6).constant(fault).text(detail);
    }
    return out.done();
  }

  /** Reads a frame's content. */
  static ModuleAnswer decode(byte[] content) throws MalformedFrameException {
    CborReader in = new CborReader(content);
    int size = in.array();
    long kind = in.number();
    if (size != items(kind)) {
      throw CborReader.malformed();
    }
    ModuleAnswer answer =
        switch ((int) kind) {
          case 0 -> new Ready(in.text());
          case 1 -> new Slots(slots(in));
          case 2 -> new Certificates(certificates(in), PinFlags.read(in));
          case 3 -> new Found(in.bytes(), PinFlags.read(in), in.bool());
          case 4 -> new Signed(in.bytes(), in.bool());
          case 5 -> new Doing(in.constant(Step.values()));
          default -> new Failed(in.constant(ModuleFault.values()), in.text());
        };
    in.end();
    return answer;
  }

  private static List<SlotState> slots(CborReader in) throws MalformedFrameException {
    List<SlotState> slots = new ArrayList<>();
    for (int left = atMost(SlotState.MOST, in.array()); left > 0; left--) {
      slots.add(SlotState.read(in));
    }
    return List.copyOf(slots);
  }

  private static List<CertificateObject> certificates(CborReader in)
      throws MalformedFrameException {
    List<CertificateObject> certificates = new ArrayList<>();
    for (int left = atMost(CertificateObject.MOST, in.array()); left > 0; left--) {
      certificates.add(CertificateObject.read(in));
    }
    return List.copyOf(certificates);
  }

  /** The desk compares each with each: a process that was taken over must not keep it busy. */
  private static int atMost(int most, int announced) throws MalformedFrameException {
    if (announced > most) {
      throw CborReader.malformed();
    }
    return announced;
  }

  /** Items of a kind's array. */
  private static int items(long kind) throws MalformedFrameException {
    List<Integer> items = List.of(2, 2, 3, 4, 3, 2, 3);
    if (kind < 0 || kind >= items.size()) {
      throw CborReader.malformed();
    }
    return items.get((int) kind);
  }
}
