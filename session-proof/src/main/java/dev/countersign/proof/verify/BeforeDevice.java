package dev.countersign.proof.verify;

import dev.countersign.proof.request.VerifiedRequest;

/**
 * What steps 8 to 12 start from. They carry its type along, so that an examination, which starts
 * from step 4, can never end as an authorisation, which asks for all of step 7.
 */
sealed interface BeforeDevice permits Step4Time, Step7Challenge {
  Step1Form form();

  VerifiedRequest request();
}
