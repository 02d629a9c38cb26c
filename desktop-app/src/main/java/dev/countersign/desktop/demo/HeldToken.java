package dev.countersign.desktop.demo;

/** What the demo's approver holds. */
public enum HeldToken {
  /** A software key that speaks CTAP. */
  KEY,
  /** A card behind a PKCS#11 module: SoftHSM2. */
  PKCS11,
  /** A virtual PIV card in a virtual reader, through OpenSC. */
  PIV
}
