package dev.countersign.bridge.pkcs11.wire;

/**
 * A token in a slot. All text is from outside.
 *
 * @param slot its number
 * @param reader what the slot is called
 * @param label of the token
 * @param manufacturer of the token
 * @param model of the token
 * @param serial of the token
 */
public record SlotState(
    long slot, String reader, String label, String manufacturer, String model, String serial) {

  static final int ITEMS = 6;

  /** More slots than any computer has readers; the module's process passes on no more. */
  static final int MOST = 64;

  /** The longest field of the structures it comes from (CK_SLOT_INFO), in bytes. */
  private static final int LONGEST_TEXT = 64;

  void write(CborWriter out) {
    out.array(ITEMS).number(slot).text(reader);
    out.text(label).text(manufacturer).text(model).text(serial);
  }

  static SlotState read(CborReader in) throws MalformedFrameException {
    in.array(ITEMS);
    return new SlotState(in.number(), text(in), text(in), text(in), text(in), text(in));
  }

  private static String text(CborReader in) throws MalformedFrameException {
    String text = in.text();
    if (text.length() > LONGEST_TEXT) {
      throw CborReader.malformed();
    }
    return text;
  }
}
