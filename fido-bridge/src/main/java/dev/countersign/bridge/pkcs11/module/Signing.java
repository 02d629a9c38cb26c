package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.binding.Attribute;
import dev.countersign.bridge.pkcs11.binding.Cryptoki;
import dev.countersign.bridge.pkcs11.binding.MalformedModuleException;
import dev.countersign.bridge.pkcs11.binding.Mechanism;
import dev.countersign.bridge.pkcs11.binding.ModuleErrorException;
import dev.countersign.bridge.pkcs11.binding.Session;
import dev.countersign.bridge.pkcs11.binding.Session.User;
import dev.countersign.bridge.pkcs11.binding.TokenData;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Failed;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Step;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import dev.countersign.bridge.pkcs11.wire.PinFlags;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One signature: look at the slots anew, open, find the certificate, ask the desk for the PIN, log
 * in, sign, log out, close. The PIN is sent once, and once more only to a key that wants it for
 * every use.
 */
final class Signing {

  private final Cryptoki module;
  private final ModuleRequest.Sign order;
  private final Asking asking;
  private final Telling telling;
  private final Mechanism mechanism;

  Signing(Cryptoki module, ModuleRequest.Sign order, Asking asking, Telling telling) {
    this.module = module;
    this.order = order;
    this.asking = asking;
    this.telling = telling;
    this.mechanism =
        switch (order.mechanism()) {
          case ECDSA -> Mechanism.ECDSA;
          case RSA_PSS_SHA256 -> Mechanism.RSA_PSS_SHA256;
        };
  }

  /** Asks the desk whether to go on. */
  @FunctionalInterface
  interface Asking {
    Permission ask(ModuleAnswer.Found found) throws IOException, InterruptedException;
  }

  /** Tells the desk what is going on. */
  @FunctionalInterface
  interface Telling {
    void tell(Step step) throws IOException;
  }

  /**
   * The desk's word.
   *
   * @param pin wiped when the signature is done
   * @param withdrawn whether it was taken back meanwhile
   */
  record Permission(boolean given, Optional<byte[]> pin, BooleanSupplier withdrawn) {}

  ModuleAnswer sign()
      throws IOException, InterruptedException, ModuleErrorException, MalformedModuleException {
    if (!module.slotsWithToken().contains(order.slot())) {
      return new Failed(ModuleFault.REMOVED, "");
    }
    TokenFaults faults = new TokenFaults(module, order.slot());
    try {
      TokenData token = module.token(order.slot());
      Session session = module.open(order.slot());
      try {
        return sign(token, session, faults);
      } finally {
        close(session);
      }
    } catch (ModuleErrorException error) {
      return faults.failed(error);
    }
  }

  private ModuleAnswer sign(TokenData token, Session session, TokenFaults faults)
      throws IOException, InterruptedException, ModuleErrorException, MalformedModuleException {
    Optional<Long> certificate = certificate(session);
    if (certificate.isEmpty()) {
      return new Failed(ModuleFault.NOT_THIS_CARD, "");
    }
    if (!module.signsWith(order.slot(), mechanism)) {
      return new Failed(ModuleFault.NOT_SUPPORTED, "");
    }
    PinFlags flags = Tokens.pin(token);
    Permission permission =
        asking.ask(
            new ModuleAnswer.Found(
                session.attribute(certificate.get(), Attribute.VALUE).orElse(new byte[0]),
                flags,
                token.loginRequired()));
    try {
      if (!permission.given() || permission.withdrawn().getAsBoolean()) {
        return new Failed(ModuleFault.CANCELLED, "");
      }
      return loggedIn(session, new Login(session, token, faults, permission), certificate.get());
    } finally {
      permission.pin().ifPresent(pin -> Arrays.fill(pin, (byte) 0));
    }
  }

  private ModuleAnswer loggedIn(Session session, Login login, long certificate)
      throws IOException, ModuleErrorException, MalformedModuleException {
    Optional<ModuleAnswer> refused = login.asOwner(telling);
    if (refused.isPresent()) {
      return refused.get();
    }
    try {
      Optional<Long> key = PrivateKeys.of(session, certificate);
      return key.isPresent()
          ? signed(session, login, key.get())
          : new Failed(ModuleFault.NO_PRIVATE_KEY, "");
    } finally {
      login.end();
    }
  }

  private ModuleAnswer signed(Session session, Login login, long key)
      throws IOException, ModuleErrorException, MalformedModuleException {
    boolean everyUse = PrivateKeys.wantsPinOnEveryUse(session, key);
    if (login.withdrawn()) {
      return new Failed(ModuleFault.CANCELLED, "");
    }
    session.beginSignature(mechanism, key);
    if (everyUse) {
      Optional<ModuleAnswer> refused = login.once(User.FOR_THIS_SIGNATURE, telling);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    telling.tell(Step.SIGNING);
    return new ModuleAnswer.Signed(session.sign(order.digest()), everyUse);
  }

  private Optional<Long> certificate(Session session)
      throws ModuleErrorException, MalformedModuleException {
    for (long object : session.find(Attribute.certificates())) {
      Optional<byte[]> der = session.attribute(object, Attribute.VALUE);
      if (der.isPresent() && Arrays.equals(sha256(der.get()), order.leaf())) {
        return Optional.of(object);
      }
    }
    return Optional.empty();
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      // Every Java platform must have SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException(impossible);
    }
  }

  /** What closing says does not matter: with a card that is gone it can only fail. */
  private static void close(Session session) {
    try {
      session.close();
    } catch (ModuleErrorException gone) {
      // The next operation closes all sessions of the slot first.
      return;
    }
  }
}
