/** From a verified request to everything the approver must see: total, faithful, deterministic. */
@NullMarked
package dev.countersign.proof.presentation;

import org.jspecify.annotations.NullMarked;
