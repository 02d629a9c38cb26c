/** The command line: nouns first, JSON for programs, exit codes that mean one thing each. */
@NullMarked
package dev.countersign.desktop.cli;

import org.jspecify.annotations.NullMarked;
