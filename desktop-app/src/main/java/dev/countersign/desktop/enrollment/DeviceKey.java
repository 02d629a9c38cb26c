package dev.countersign.desktop.enrollment;

import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.SigningKey;

/** This device's P-256 key, wherever it lives. It signs and never shows itself. */
public interface DeviceKey extends SigningKey {
  @Override
  P256VerifyingKey publicKey();
}
