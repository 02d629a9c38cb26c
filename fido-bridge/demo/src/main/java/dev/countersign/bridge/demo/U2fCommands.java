package dev.countersign.bridge.demo;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** U2F raw messages (CTAP1; FIDO U2F Raw Message Formats 1.2) in extended-length APDUs. */
final class U2fCommands {

  private static final int HASH = 32;
  private static final int OK = 0x9000;
  private static final int NOT_TOUCHED = 0x6985;
  private static final int WRONG_DATA = 0x6a80;
  private static final int WRONG_LENGTH = 0x6700;
  private static final int WRONG_CLASS = 0x6e00;
  private static final int UNKNOWN = 0x6d00;
  private static final int CHECK_ONLY = 0x07;
  private static final int WITHOUT_TOUCH = 0x08;

  private final DemoAttestation attestation;
  private final DemoCredentials credentials;

  U2fCommands(DemoAttestation attestation, DemoCredentials credentials) {
    this.attestation = attestation;
    this.credentials = credentials;
  }

  byte[] run(byte[] apdu, boolean touched) {
    ByteBuffer in = ByteBuffer.wrap(apdu);
    try {
      if (in.get() != 0) {
        return status(WRONG_CLASS);
      }
      int instruction = in.get();
      int p1 = in.get();
      in.get();
      byte[] data = data(in);
      return switch (instruction) {
        case 1 -> register(data, touched);
        case 2 -> authenticate(data, p1, touched);
        case 3 -> data.length == 0 ? answer(version()) : status(WRONG_LENGTH);
        default -> status(UNKNOWN);
      };
    } catch (BufferUnderflowException tooShort) {
      return status(WRONG_LENGTH);
    } catch (CtapErrorException full) {
      return status(WRONG_DATA);
    }
  }

  /** Extended length only, as CTAPHID carries it: 00, two bytes, data, and perhaps two more. */
  private static byte[] data(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return new byte[0];
    }
    in.get();
    int length = in.getShort() & 0xffff;
    boolean onlyExpected = !in.hasRemaining();
    byte[] data = new byte[onlyExpected ? 0 : length];
    in.get(data);
    return data;
  }

  private static byte[] version() {
    return "U2F_V2".getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] register(byte[] data, boolean touched) throws CtapErrorException {
    if (data.length != 2 * HASH) {
      return status(WRONG_LENGTH);
    } else if (!touched) {
      return status(NOT_TOUCHED);
    }
    byte[] application = Arrays.copyOfRange(data, HASH, data.length);
    KeyPair pair = P256.generate();
    DemoCredentials.Credential credential =
        credentials.create(named(rpId(application)), named(new byte[] {0}), false, 1, pair);
    byte[] handle = credential.idBytes();
    byte[] point = P256.uncompressed((ECPublicKey) pair.getPublic());
    byte[] signature =
        attestation.sign(new byte[1], application, Arrays.copyOf(data, HASH), handle, point);
    return answer(
        Concatenation.of(
            new byte[] {5},
            point,
            new byte[] {(byte) handle.length},
            handle,
            attestation.leafDer(),
            signature));
  }

  private byte[] authenticate(byte[] data, int control, boolean touched) {
    ByteBuffer in = ByteBuffer.wrap(data);
    byte[] challenge = new byte[HASH];
    byte[] application = new byte[HASH];
    in.get(challenge).get(application);
    byte[] handle = new byte[in.get() & 0xff];
    in.get(handle);
    Optional<DemoCredentials.Credential> found =
        credentials.byId(handle).filter(one -> one.rpId().equals(rpId(application)));
    if (in.hasRemaining()) {
      return status(WRONG_LENGTH);
    } else if (found.isEmpty()) {
      return status(WRONG_DATA);
    } else if (control == CHECK_ONLY || (control != WITHOUT_TOUCH && !touched)) {
      return status(NOT_TOUCHED);
    }
    byte[] presence =
        ByteBuffer.allocate(5)
            .put((byte) (control == WITHOUT_TOUCH ? 0 : 1))
            .putInt(credentials.nextCount())
            .array();
    return answer(
        Concatenation.of(presence, P256.sign(found.get().key(), application, presence, challenge)));
  }

  /** U2F knows the relying party by a hash only; written so, it can never be a CTAP2 one. */
  private static String rpId(byte[] application) {
    return "u2f:" + HexFormat.of().formatHex(application);
  }

  private static <I> Entity<I> named(I id) {
    return new Entity<>(id, Map.of("id", id));
  }

  private static byte[] answer(byte[] data) {
    return Concatenation.of(data, status(OK));
  }

  private static byte[] status(int word) {
    return new byte[] {(byte) (word >> 8), (byte) word};
  }
}
