/** The store in one SQLite file. */
@NullMarked
package dev.countersign.gateway.store.sqlite;

import org.jspecify.annotations.NullMarked;
