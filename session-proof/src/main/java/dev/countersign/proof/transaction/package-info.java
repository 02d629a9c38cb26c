/** The published transaction types, their schemas and marks, and secrets that are committed. */
@NullMarked
package dev.countersign.proof.transaction;

import org.jspecify.annotations.NullMarked;
