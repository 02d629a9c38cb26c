/** Session challenges, and the one path on which a proof becomes a counted decision. */
@NullMarked
package dev.countersign.gateway.decision;

import org.jspecify.annotations.NullMarked;
