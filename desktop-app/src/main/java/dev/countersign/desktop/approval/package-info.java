/** The journey of one decision and its states, the inbox, and the small interfaces they need. */
@NullMarked
package dev.countersign.desktop.approval;

import org.jspecify.annotations.NullMarked;
