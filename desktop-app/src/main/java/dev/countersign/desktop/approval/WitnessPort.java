package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.AddCheckpoint;

/** A witness that speaks C2SP tlog-witness. */
public interface WitnessPort {
  /** What it answered; nothing of it is checked yet. */
  sealed interface Answer {
    /** Signature lines, as they came. */
    record Lines(Bytes lines) implements Answer {}

    /** 409: the size that it cosigned last. */
    record Known(long size) implements Answer {}

    /** 404: nobody told it about this log. */
    record UnknownLog() implements Answer {}

    /** 403: it does not trust this log's key, or no longer. */
    record NotTrusted() implements Answer {}

    /** 422: it knows another history. */
    record NotConsistent() implements Answer {}

    /** No usable answer; {@code reason} is one clause for a person. */
    record NoAnswer(String reason) implements Answer {}
  }

  /** Submits a checkpoint. Has a deadline of its own. */
  Answer add(AddCheckpoint body) throws InterruptedException;
}
