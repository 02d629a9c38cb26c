/** The sequence of hints that approvers' desks follow. */
@NullMarked
package dev.countersign.gateway.feed;

import org.jspecify.annotations.NullMarked;
