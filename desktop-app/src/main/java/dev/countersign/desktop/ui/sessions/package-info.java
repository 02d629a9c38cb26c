/** Approvals that were granted and may still be in use. */
@NullMarked
package dev.countersign.desktop.ui.sessions;

import org.jspecify.annotations.NullMarked;
