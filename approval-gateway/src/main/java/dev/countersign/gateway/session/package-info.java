/**
 * Requester sessions bound to a key and what was observed of them, and approver sessions of
 * devices.
 */
@NullMarked
package dev.countersign.gateway.session;

import org.jspecify.annotations.NullMarked;
