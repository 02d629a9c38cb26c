package dev.countersign.proof.verify;

import dev.countersign.proof.request.VerifiedRequest;

/**
 * What steps 8 to 12 start from. They carry its type along, so that an examination, which starts
 * from given bytes, can never end as an authorisation, which asks for all of step 7.
 */
sealed interface BeforeDevice permits Step5Parents, Step7Challenge {
  Step1Form form();

  VerifiedRequest request();

  /** The requests that it came from, as far as they were checked. */
  Lineage lineage();
}
