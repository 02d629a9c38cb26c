/** Calls to the gateway that carry a decision, and the authenticated HTTP beneath them. */
@NullMarked
package dev.countersign.desktop.submission;

import org.jspecify.annotations.NullMarked;
