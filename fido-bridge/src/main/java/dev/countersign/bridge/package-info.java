/**
 * Hardware tokens as the rest of the product sees them: which are attached, and signing or
 * registering with one.
 *
 * <p>Nothing of the libraries underneath appears here.
 */
@NullMarked
package dev.countersign.bridge;

import org.jspecify.annotations.NullMarked;
