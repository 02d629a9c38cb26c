/**
 * What runs in a module's own process: it loads one PKCS#11 module and does with it what the desk
 * asks. It ends when its standard input does, and writes nothing but frames.
 */
@NullMarked
package dev.countersign.bridge.pkcs11.module;

import org.jspecify.annotations.NullMarked;
