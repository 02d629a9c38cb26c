/** The local audit log: an append-only RFC 6962 tree in SQLite, and its offline verifier. */
@NullMarked
package dev.countersign.desktop.audit;

import org.jspecify.annotations.NullMarked;
