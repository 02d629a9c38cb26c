/**
 * Brings entries of the audit log out: formats, the file they go to, and the check of an export.
 */
@NullMarked
package dev.countersign.desktop.export;

import org.jspecify.annotations.NullMarked;
