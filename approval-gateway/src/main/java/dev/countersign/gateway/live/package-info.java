/** Live state as the verifier reads it, at issue and at decision alike. */
@NullMarked
package dev.countersign.gateway.live;

import org.jspecify.annotations.NullMarked;
