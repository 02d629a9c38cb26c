package dev.countersign.desktop.enrollment;

import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.json.JsonObject;

/** One token's part in an enrolment: it shows that it is there. */
@FunctionalInterface
interface TokenProof {

  /**
   * Has the token make its proof; blocks until it did or failed.
   *
   * @param deviceJkt the thumbprint of the device key that enrols it
   */
  Made make(EnrolmentOptions options, String deviceJkt) throws InterruptedException;

  /** How that ended. */
  sealed interface Made {
    /**
     * The proof.
     *
     * @param vouched what the device key vouches for, by its SHA-256
     */
    record Proven(EnrolledCredential credential, Bytes vouched, Members members) implements Made {}

    /** There is none; nothing was sent. */
    record Failed(EnrolmentOutcome outcome) implements Made {}
  }

  /** Adds the proof to the message for the gateway, and names what its answer is worth. */
  interface Members {
    void put(JsonObject.Builder message);

    /** What the token made, whose SHA-256 a step-up states. */
    Bytes registration();

    /** The member of the gateway's answer that says what it took the token for. */
    String worth();
  }
}
