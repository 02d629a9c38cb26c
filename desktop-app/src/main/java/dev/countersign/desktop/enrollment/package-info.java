/** How this device and its token come to be known to a gateway, and what is pinned then. */
@NullMarked
package dev.countersign.desktop.enrollment;

import org.jspecify.annotations.NullMarked;
