package dev.countersign.bridge.pkcs11.wire;

import java.util.List;

/**
 * What the desk asks a module's process. One at a time: the next is sent after the answer, save
 * {@link Proceed}, which follows {@link ModuleAnswer.Found}, and {@link Cancel}.
 */
public sealed interface ModuleRequest {

  /** Load the module; the first request. Answered by {@link ModuleAnswer.Ready}. */
  record Load(String library) implements ModuleRequest {}

  /** Which tokens are there? Answered by {@link ModuleAnswer.Slots}. */
  record ListSlots() implements ModuleRequest {}

  /** The certificates of the token in a slot. Answered by {@link ModuleAnswer.Certificates}. */
  record ListCertificates(long slot) implements ModuleRequest {}

  /**
   * A signature. Answered by {@link ModuleAnswer.Found}, and after {@link Proceed} by {@link
   * ModuleAnswer.Signed}.
   *
   * @param slot where
   * @param leaf SHA-256 of the certificate
   * @param mechanism with its key
   * @param digest to sign
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
  record Sign(long slot, byte[] leaf, SignMechanism mechanism, byte[] digest)
      implements ModuleRequest {}

  /**
   * The certificate found is the right one: log in and sign.
   *
   * @param pinFollows whether the next frame is a PIN ({@link Frames#writePin})
   */
  record Proceed(boolean pinFollows) implements ModuleRequest {}

  /** Stop between two calls of the module. Has no answer of its own. */
  record Cancel() implements ModuleRequest {}

  /** What a signature is made with. */
  enum SignMechanism {
    ECDSA,
    RSA_PSS_SHA256
  }

  /** As a frame's content. */
  default byte[] encoded() {
    CborWriter out = new CborWriter();
    return switch (this) {
      case Load(String library) -> out.array(2).number(0).text(library).done();
      case ListSlots() -> out.array(1).number(1).done();
      case ListCertificates(long slot) -> out.array(2).number(2).number(slot).done();
      case Sign(long slot, byte[] leaf, SignMechanism mechanism, byte[] digest) ->
          out.array(5).number(3).number(slot).bytes(leaf).constant(mechanism).bytes(digest).done();
      case Proceed(boolean pinFollows) -> out.array(2).number(4).bool(pinFollows).done();
      case Cancel() -> out.array(1).number(5).done();
    };
  }

  /** Reads a frame's content. */
  static ModuleRequest decode(byte[] content) throws MalformedFrameException {
    CborReader in = new CborReader(content);
    int size = in.array();
    long kind = in.number();
    if (size != items(kind)) {
      throw CborReader.malformed();
    }
    ModuleRequest request =
        switch ((int) kind) {
          case 0 -> new Load(in.text());
          case 1 -> new ListSlots();
          case 2 -> new ListCertificates(in.number());
          case 3 ->
              new Sign(in.number(), in.bytes(), in.constant(SignMechanism.values()), in.bytes());
          case 4 -> new Proceed(in.bool());
          default -> new Cancel();
        };
    in.end();
    return request;
  }

  /** Items of a kind's array. */
  private static int items(long kind) throws MalformedFrameException {
    List<Integer> items = List.of(2, 1, 2, 5, 2, 1);
    if (kind < 0 || kind >= items.size()) {
      throw CborReader.malformed();
    }
    return items.get((int) kind);
  }
}
