/** Chooses how this computer's security keys are spoken to. */
@NullMarked
package dev.countersign.bridge.system;

import org.jspecify.annotations.NullMarked;
