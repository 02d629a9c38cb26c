package dev.countersign.proof.presentation;

/** Whose words a leaf holds: the desk frames the requester's so that they never look like ours. */
public enum Voice {
  /** Written or observed by the gateway. */
  GATEWAY,
  /** Chosen by the requester. */
  REQUESTER
}
