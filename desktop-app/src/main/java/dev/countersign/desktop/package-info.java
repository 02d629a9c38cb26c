@NullMarked
package dev.countersign.desktop;

import org.jspecify.annotations.NullMarked;
