/** What every part of the proof core shares: immutable bytes and the refusal codes. */
@NullMarked
package dev.countersign.proof;

import org.jspecify.annotations.NullMarked;
