package dev.countersign.proof.request;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.ObjectReader;
import java.util.List;

/**
 * Members that protocol version 1 defines and this implementation does not carry out yet. They are
 * refused by name, never ignored: an ignored condition would widen an approval.
 */
final class UnsupportedMembers {
  private static final List<String> NOT_YET =
      List.of("break_glass", "offline", "warrant_sha256", "verifier_id");

  private UnsupportedMembers() {}

  static void refuse(ObjectReader reader) throws RefusedException {
    for (String member : NOT_YET) {
      if (reader.has(member)) {
        throw unsupported(member);
      }
    }
    requireOnly(reader, "access", "once");
    requireOnly(reader, "execution", "immediate");
  }

  private static void requireOnly(ObjectReader reader, String member, String supported)
      throws RefusedException {
    if (!reader.value(member).equals(new JsonString(supported))) {
      throw unsupported(member + " other than " + supported);
    }
  }

  static RefusedException unsupported(String what) {
    return new RefusedException(
        RefusalCode.UNSUPPORTED_FEATURE, what + " is not supported by this version");
  }
}
