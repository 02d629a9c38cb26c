/** FIDO devices of the operating system; the only package that knows hid4java. */
@NullMarked
package dev.countersign.bridge.fido.hid;

import org.jspecify.annotations.NullMarked;
