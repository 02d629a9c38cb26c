/**
 * The tamper-evident log without its storage: RFC 6962 tree, inclusion and consistency proofs, and
 * checkpoints as signed notes (C2SP tlog-checkpoint, signed-note, tlog-cosignature).
 */
@NullMarked
package dev.countersign.proof.log;

import org.jspecify.annotations.NullMarked;
