package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CardSignRequest;
import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Failed;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Found;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest.SignMechanism;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.JwsAlgorithm;
import dev.countersign.proof.x509.SubjectKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One signature. The module shows the certificate before it is given the PIN, and its signature is
 * verified with that certificate's key before anyone else sees it: nothing rests on its word.
 */
final class CardSigning implements CardTask.Conversation<CardSignOutcome> {

  private final long slot;
  private final CardSignRequest request;

  CardSigning(long slot, CardSignRequest request) {
    this.slot = slot;
    this.request = request;
  }

  @Override
  public CardSignOutcome hold(ModuleLink link, OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    ModuleRequest.Sign order =
        new ModuleRequest.Sign(
            slot,
            request.leaf().toArray(),
            request.algorithm() == JwsAlgorithm.PS256
                ? SignMechanism.RSA_PSS_SHA256
                : SignMechanism.ECDSA,
            digest());
    return switch (link.ask(order, control)) {
      case Found found -> found(found, link, control);
      case Failed failed -> failed(failed);
      default -> throw link.unexpected();
    };
  }

  private CardSignOutcome found(Found found, ModuleLink link, OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    Optional<SubjectKey> key = key(found, link);
    if (key.isEmpty()) {
      link.abandon(control);
      return new Unusable(
          Reason.NOT_SUPPORTED,
          "Its certificate's key does not make " + request.algorithm() + " signatures.");
    }
    // A pad asks by itself. A key may want the PIN though the token wants no login.
    Optional<Pin> pin = found.pin().pad() ? Optional.empty() : request.pin();
    if (pin.isEmpty()) {
      if (found.loginNeeded() && !found.pin().pad()) {
        link.abandon(control);
        return new TokenFailure.PinRequired();
      }
      return outcome(link.proceed(Optional.empty(), control), key.get(), link);
    }
    try (PinBytes bytes = PinBytes.of(pin.get())) {
      if (!bytes.canBeSent()) {
        link.abandon(control);
        return new TokenFailure.WrongPin(OptionalInt.empty());
      }
      return outcome(link.proceed(Optional.of(bytes), control), key.get(), link);
    }
  }

  private CardSignOutcome outcome(ModuleAnswer answer, SubjectKey key, ModuleLink link)
      throws ModuleFailedException {
    return switch (answer) {
      case ModuleAnswer.Signed(byte[] signature, boolean every) -> signed(key, signature, every);
      case Failed failed -> failed(failed);
      default -> throw link.unexpected();
    };
  }

  /** The key of the certificate asked for; empty when it does not fit the algorithm. */
  private Optional<SubjectKey> key(Found found, ModuleLink link) throws ModuleFailedException {
    Certificate leaf;
    try {
      leaf = Certificate.parse(Bytes.of(found.der()));
    } catch (RefusedException notReadable) {
      return Optional.empty();
    }
    if (!leaf.thumbprint().equals(request.leaf())) {
      throw link.unexpected();
    }
    return leaf.key().filter(key -> key.jwsAlgorithm().equals(Optional.of(request.algorithm())));
  }

  private CardSignOutcome signed(SubjectKey key, byte[] signature, boolean everyUse) {
    return key.verifiesJws(request.signingInput().toArray(), signature)
        ? new CardSignOutcome.Signed(Bytes.of(signature), everyUse)
        : new Unusable(
            Reason.WRONG_SIGNATURE, "What it signed is not a signature of its certificate's key.");
  }

  private static CardSignOutcome failed(Failed failed) {
    return failed.fault() == ModuleFault.NOT_THIS_CARD
        ? new CardSignOutcome.NotThisCard()
        : CardFailures.of(failed);
  }

  /** The hash of the algorithm (RFC 7518 §3.4, §3.5): the card signs it as it is. */
  private byte[] digest() {
    String hash = request.algorithm() == JwsAlgorithm.ES384 ? "SHA-384" : "SHA-256";
    try {
      return MessageDigest.getInstance(hash).digest(request.signingInput().toArray());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing); // every JDK has both
    }
  }
}
