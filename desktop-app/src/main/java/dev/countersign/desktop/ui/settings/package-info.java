/** What this desk trusts, and how it looks. */
@NullMarked
package dev.countersign.desktop.ui.settings;

import org.jspecify.annotations.NullMarked;
