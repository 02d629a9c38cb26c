/** What every view shares: fonts, themes, safe text, icons, time. */
@NullMarked
package dev.countersign.desktop.ui.common;

import org.jspecify.annotations.NullMarked;
