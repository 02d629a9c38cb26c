/** Grants, their one redemption and the outcome of what was executed. */
@NullMarked
package dev.countersign.gateway.grant;

import org.jspecify.annotations.NullMarked;
