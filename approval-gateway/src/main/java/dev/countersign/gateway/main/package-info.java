/** The command {@code countersign-gateway}: configuration, keys on disk, wiring. */
@NullMarked
package dev.countersign.gateway.main;

import org.jspecify.annotations.NullMarked;
