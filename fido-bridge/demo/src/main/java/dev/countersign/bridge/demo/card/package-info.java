/** An authority for smart cards in software, for the demo and for tests only. */
@NullMarked
package dev.countersign.bridge.demo.card;

import org.jspecify.annotations.NullMarked;
