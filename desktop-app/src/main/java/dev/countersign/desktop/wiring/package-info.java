/** Puts the desk together: the one place that says {@code new} for services. */
@NullMarked
package dev.countersign.desktop.wiring;

import org.jspecify.annotations.NullMarked;
