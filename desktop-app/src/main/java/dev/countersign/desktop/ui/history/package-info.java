/** Past decisions, told from the audit log. */
@NullMarked
package dev.countersign.desktop.ui.history;

import org.jspecify.annotations.NullMarked;
