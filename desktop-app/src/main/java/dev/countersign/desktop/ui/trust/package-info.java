/** What stays on screen while it is unresolved: alarms about logs, and further witnesses. */
@NullMarked
package dev.countersign.desktop.ui.trust;

import org.jspecify.annotations.NullMarked;
