@NullMarked
package dev.countersign.bridge;

import org.jspecify.annotations.NullMarked;
