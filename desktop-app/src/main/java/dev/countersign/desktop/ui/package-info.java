/** The desk's window: its frame, the services it is given, and pictures of it. */
@NullMarked
package dev.countersign.desktop.ui;

import org.jspecify.annotations.NullMarked;
