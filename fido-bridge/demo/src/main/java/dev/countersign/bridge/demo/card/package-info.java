/** An authority for smart cards, and a token in software, for the demo and for tests only. */
@NullMarked
package dev.countersign.bridge.demo.card;

import org.jspecify.annotations.NullMarked;
