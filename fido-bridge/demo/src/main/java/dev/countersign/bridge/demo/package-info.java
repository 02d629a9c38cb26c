@NullMarked
package dev.countersign.bridge.demo;

import org.jspecify.annotations.NullMarked;
