/** The strict JSON profile: one meaning per byte string, everything else refused. */
@NullMarked
package dev.countersign.proof.json;

import org.jspecify.annotations.NullMarked;
