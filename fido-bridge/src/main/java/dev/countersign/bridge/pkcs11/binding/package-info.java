/**
 * The PKCS#11 v2.40 C API, as far as signing with a card needs it, through the foreign function
 * interface. It calls native code of strangers: use it only in a process of its own.
 *
 * <p>Source: PKCS #11 Cryptographic Token Interface Base Specification 2.40 (OASIS).
 */
@NullMarked
package dev.countersign.bridge.pkcs11.binding;

import org.jspecify.annotations.NullMarked;
