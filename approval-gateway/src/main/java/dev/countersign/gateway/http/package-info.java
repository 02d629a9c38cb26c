/**
 * The HTTP API of {@code docs/api.md}: who may call, strict bodies, problems, and the live feed.
 */
@NullMarked
package dev.countersign.gateway.http;

import org.jspecify.annotations.NullMarked;
