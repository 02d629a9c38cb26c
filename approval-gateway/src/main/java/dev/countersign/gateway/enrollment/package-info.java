/** How approvers, devices, tokens, requesters and executors become known to the gateway. */
@NullMarked
package dev.countersign.gateway.enrollment;

import org.jspecify.annotations.NullMarked;
