/** The built-in policy document and its evaluation, when asked and again when decided. */
@NullMarked
package dev.countersign.gateway.policy;

import org.jspecify.annotations.NullMarked;
