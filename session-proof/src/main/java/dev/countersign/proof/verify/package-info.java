/** The ordered checks and their two entries: authorize and examine. */
@NullMarked
package dev.countersign.proof.verify;

import org.jspecify.annotations.NullMarked;
