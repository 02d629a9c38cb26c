/** Keeps the inbox in step with the gateway's feed, across every interruption. */
@NullMarked
package dev.countersign.desktop.subscription;

import org.jspecify.annotations.NullMarked;
