/** The steps from a decision to its receipt, and each way they can fail. */
@NullMarked
package dev.countersign.desktop.ui.sign;

import org.jspecify.annotations.NullMarked;
