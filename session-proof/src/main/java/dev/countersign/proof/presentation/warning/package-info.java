/**
 * What a person should look at twice in a presentation. Advice for who shows requests: not signed,
 * not part of the display digest, not needed to verify. Needs ICU4J, which session-proof declares
 * as optional.
 */
@NullMarked
package dev.countersign.proof.presentation.warning;

import org.jspecify.annotations.NullMarked;
