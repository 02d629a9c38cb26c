/** The demo: an embedded gateway, demo requesters and executors, the software key. */
@NullMarked
package dev.countersign.desktop.demo;

import org.jspecify.annotations.NullMarked;
