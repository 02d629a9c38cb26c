/** Remembers each device's log head and cosigns those that extend it. */
@NullMarked
package dev.countersign.gateway.witness;

import org.jspecify.annotations.NullMarked;
