/** CTAP2 over any channel that carries 64-byte reports; the only package that knows yubikit. */
@NullMarked
package dev.countersign.bridge.fido;

import org.jspecify.annotations.NullMarked;
