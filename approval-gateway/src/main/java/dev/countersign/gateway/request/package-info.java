/** Issues signed approval requests from signed asks and follows them until they close. */
@NullMarked
package dev.countersign.gateway.request;

import org.jspecify.annotations.NullMarked;
