/**
 * Security keys through Windows' own WebAuthn API, where only administrators may open a FIDO device
 * directly. <b>Not yet tried</b> on a Windows computer: the layout of its structures and the
 * meaning of its answers are tested against Microsoft's published header, nothing else is.
 */
@NullMarked
package dev.countersign.bridge.windows;

import org.jspecify.annotations.NullMarked;
