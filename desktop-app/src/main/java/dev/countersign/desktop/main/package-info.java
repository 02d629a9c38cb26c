/** Where the program starts: the command line and what it launches. */
@NullMarked
package dev.countersign.desktop.main;

import org.jspecify.annotations.NullMarked;
