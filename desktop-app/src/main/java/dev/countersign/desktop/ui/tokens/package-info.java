/** The approver's security keys. */
@NullMarked
package dev.countersign.desktop.ui.tokens;

import org.jspecify.annotations.NullMarked;
