/** The second witnesses of this device's audit log: asked after the gateway, beside the desk. */
@NullMarked
package dev.countersign.desktop.witness;

import org.jspecify.annotations.NullMarked;
