/** What waits for the approver, as cards. */
@NullMarked
package dev.countersign.desktop.ui.inbox;

import org.jspecify.annotations.NullMarked;
