package dev.countersign.bridge.pkcs11.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The mechanisms used; all of them sign a digest that was made before. */
public enum Mechanism {
  /** CKM_ECDSA: the signature is {@code r ‖ s}. */
  ECDSA(0x1041),
  /** CKM_RSA_PKCS_PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes. */
  RSA_PSS_SHA256(0xD);

  private static final long CKM_SHA256 = 0x250;
  private static final long CKG_MGF1_SHA256 = 0x2;
  private static final long SALT = 32;

  private final long code;

  Mechanism(long code) {
    this.code = code;
  }

  long code() {
    return code;
  }

  /** A CK_MECHANISM with its parameters. */
  MemorySegment in(Arena arena, Layout layout, Structs structs) {
    Struct struct = structs.mechanism();
    MemorySegment mechanism = arena.allocate(struct.size(), Long.BYTES);
    layout.set(mechanism, struct.offset("mechanism"), code);
    if (this == RSA_PSS_SHA256) {
      Struct pss = structs.pss();
      MemorySegment parameters = arena.allocate(pss.size(), Long.BYTES);
      layout.set(parameters, pss.offset("hashAlg"), CKM_SHA256);
      layout.set(parameters, pss.offset("mgf"), CKG_MGF1_SHA256);
      layout.set(parameters, pss.offset("sLen"), SALT);
      Memory.setPointer(mechanism, struct.offset("pParameter"), parameters);
      layout.set(mechanism, struct.offset("ulParameterLen"), pss.size());
    }
    return mechanism;
  }
}
