/** One request in full, and the conditions under which it may be approved. */
@NullMarked
package dev.countersign.desktop.ui.review;

import org.jspecify.annotations.NullMarked;
