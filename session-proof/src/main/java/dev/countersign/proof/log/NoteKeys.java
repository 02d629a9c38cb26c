package dev.countersign.proof.log;

import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.crypto.Ed25519VerifyingKey;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.crypto.VerifyingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The two kinds of key that sign checkpoints: a device's P-256 key (signed-note type 0x02, DER
 * signature, key id from the SubjectPublicKeyInfo) and a witness's Ed25519 key (type 0x04,
 * timestamped). The methods throw {@link IllegalArgumentException} for a key of another kind.
 */
public final class NoteKeys {
  private static final byte COSIGNATURE_TYPE = 0x04;
  private static final int ED25519_LENGTH = 32;

  private NoteKeys() {}

  /** Signs bytes with a P-256 key that may live outside this process. */
  @FunctionalInterface
  public interface P256Signing {
    /**
     * ECDSA over SHA-256 of the message, as 64 bytes r || s (P1363).
     *
     * @throws SignatureException if the key cannot be used now
     */
    byte[] sign(byte[] message) throws SignatureException;
  }

  /** A known witness key, which also tells when the witness signed. */
  public interface CosignatureVerifier extends NoteVerifier {
    /**
     * Unix seconds of this witness's line in the note; empty if the line is absent or does not
     * verify.
     */
    OptionalLong verifiedTime(SignedNote note);
  }

  /** The device's signer. */
  public static NoteSigner deviceSigner(String name, ECPublicKey key, P256Signing signing) {
    int id = deviceKeyId(key);
    return new KeySigner(
        KeyName.require(name), id, text -> P256Signature.toDer(signing.sign(text)));
  }

  /** The device's signer over a key of the proof core, which must be P-256. */
  public static NoteSigner deviceSigner(String name, SigningKey key) {
    return deviceSigner(name, p256(key.publicKey()), key::sign);
  }

  /** The verifier for a device's public key, which must be P-256. */
  public static NoteVerifier deviceVerifier(String name, VerifyingKey key) {
    return deviceVerifier(name, p256(key));
  }

  /** The witness's signer over a key of the proof core. */
  public static NoteSigner witnessSigner(String name, Ed25519SigningKey key, InstantSource time) {
    int id = witnessKeyId(name, key.publicKey().toJava());
    return new KeySigner(
        name,
        id,
        text -> {
          long seconds = time.instant().getEpochSecond();
          return new Cosignature(seconds, key.sign(Cosignature.message(seconds, text))).bytes();
        });
  }

  /** The verifier for a witness's public key, which must be Ed25519. */
  public static CosignatureVerifier witnessVerifier(String name, VerifyingKey key) {
    return switch (key) {
      case Ed25519VerifyingKey ed25519 -> witnessVerifier(name, ed25519.toJava());
      case P256VerifyingKey _ ->
          throw new IllegalArgumentException("a witness key is an Ed25519 key");
    };
  }

  private static ECPublicKey p256(VerifyingKey key) {
    return switch (key) {
      case P256VerifyingKey p256 -> p256.toJava();
      case Ed25519VerifyingKey _ ->
          throw new IllegalArgumentException("a device key lies on P-256");
    };
  }

  /** The verifier for {@link #deviceSigner}. */
  public static NoteVerifier deviceVerifier(String name, ECPublicKey key) {
    return new DeviceKey(KeyName.require(name), deviceKeyId(key), key);
  }

  /** The witness's signer; each signature carries the time the source tells. */
  public static NoteSigner witnessSigner(
      String name, PublicKey publicKey, PrivateKey privateKey, InstantSource time) {
    int id = witnessKeyId(name, publicKey);
    return new KeySigner(
        name,
        id,
        text -> {
          long seconds = time.instant().getEpochSecond();
          byte[] message = Cosignature.message(seconds, text);
          return new Cosignature(seconds, Signatures.ed25519(privateKey, message)).bytes();
        });
  }

  /** The verifier for {@link #witnessSigner}. */
  public static CosignatureVerifier witnessVerifier(String name, PublicKey key) {
    return new WitnessKey(name, witnessKeyId(name, key), key);
  }

  private static int deviceKeyId(ECPublicKey key) {
    if (key.getParams().getCurve().getField().getFieldSize() != 256) {
      throw new IllegalArgumentException("a device key lies on P-256");
    }
    return firstFour(TreeHashing.sha256().digest(key.getEncoded()));
  }

  private static int witnessKeyId(String name, PublicKey key) {
    if (!(key instanceof EdECPublicKey) || key.getEncoded().length != 12 + ED25519_LENGTH) {
      throw new IllegalArgumentException("a witness key is an Ed25519 key");
    }
    byte[] spki = key.getEncoded();
    byte[] raw = Arrays.copyOfRange(spki, spki.length - ED25519_LENGTH, spki.length);
    byte[] label = (KeyName.require(name) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer hashed = ByteBuffer.allocate(label.length + 1 + raw.length);
    hashed.put(label).put(COSIGNATURE_TYPE).put(raw);
    return firstFour(TreeHashing.sha256().digest(hashed.array()));
  }

  private static int firstFour(byte[] hash) {
    return ByteBuffer.wrap(hash).getInt();
  }

  private interface ByteSigning {
    byte[] sign(byte[] text) throws SignatureException;
  }

  private record KeySigner(String name, int keyId, ByteSigning signing) implements NoteSigner {
    @Override
    public byte[] sign(byte[] text) throws SignatureException {
      return signing.sign(text);
    }
  }

  private record DeviceKey(String name, int keyId, PublicKey key) implements NoteVerifier {
    @Override
    public boolean verify(byte[] text, byte[] signature) {
      return P256Signature.fromDer(signature)
          .map(p1363 -> Signatures.verifyP256(key, text, p1363))
          .orElse(false);
    }
  }

  private record WitnessKey(String name, int keyId, PublicKey key) implements CosignatureVerifier {
    @Override
    public boolean verify(byte[] text, byte[] signature) {
      return verified(text, signature).isPresent();
    }

    @Override
    public OptionalLong verifiedTime(SignedNote note) {
      byte[] text = note.text().getBytes(StandardCharsets.US_ASCII);
      return note.signatures().stream()
          .filter(line -> line.isBy(name, keyId))
          .flatMap(line -> verified(text, line.signature()).stream())
          .mapToLong(Cosignature::time)
          .findFirst();
    }

    private Optional<Cosignature> verified(byte[] text, byte[] signature) {
      return Cosignature.read(signature)
          .filter(read ->
              Signatures.verifyEd25519(
                  key, Cosignature.message(read.time(), text), read.ed25519()));
    }
  }
}
