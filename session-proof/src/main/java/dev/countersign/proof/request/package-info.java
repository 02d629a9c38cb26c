/** The signed envelope, the requester's ask and the gateway's approval request. */
@NullMarked
package dev.countersign.proof.request;

import org.jspecify.annotations.NullMarked;
