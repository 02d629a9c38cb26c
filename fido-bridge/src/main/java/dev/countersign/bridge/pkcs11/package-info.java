/**
 * Smart cards behind PKCS#11 modules. Every module runs in a process of its own, which is asked by
 * one thread, so that one that crashes, hangs or talks nonsense takes nothing along.
 */
@NullMarked
package dev.countersign.bridge.pkcs11;

import org.jspecify.annotations.NullMarked;
