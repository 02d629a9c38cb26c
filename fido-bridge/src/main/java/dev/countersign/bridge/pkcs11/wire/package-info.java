/**
 * What the desk and a module's process say to each other: length-prefixed CBOR frames (RFC 8949,
 * §4.2.1 core deterministic encoding) over the process's standard input and output.
 *
 * <p>Nothing here uses a library: the module's process has this artifact alone on its class path.
 */
@NullMarked
package dev.countersign.bridge.pkcs11.wire;

import org.jspecify.annotations.NullMarked;
