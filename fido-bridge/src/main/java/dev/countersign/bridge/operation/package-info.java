/** How an operation on any kind of token runs: deadline, cancel, progress, and wiping its PIN. */
@NullMarked
package dev.countersign.bridge.operation;

import org.jspecify.annotations.NullMarked;
