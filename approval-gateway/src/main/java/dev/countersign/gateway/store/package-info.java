/**
 * What the gateway remembers: one store interface in parts, its records and its sealed outcomes.
 */
@NullMarked
package dev.countersign.gateway.store;

import org.jspecify.annotations.NullMarked;
