// The entry `examine` (docs/protocol.md, section 7): steps 1 to 4, 5 for given parents, and 8 to 12, from a trust file.

import * as checks from './checks.mjs';
import { givenAncestors } from './lineage.mjs';
import { readProof } from './proof.mjs';
import { verifiedRequest } from './request.mjs';

/** The decision of a valid proof; throws Refused with the code of the first check that fails. */
export function examine(trust, requestWire, proofWire, at, parents = []) {
  const proof = readProof(proofWire); // 1
  const { statement } = proof;
  const time = at ?? statement.at;
  const request = verifiedRequest(requestWire, trust); // 2
  checks.isAbout(statement, request);
  checks.hasContext(statement, request, trust); // 3
  checks.isInTime(request, time); // 4
  const ancestors = givenAncestors(request, parents, trust); // 5
  checks.signingDevice(proof, trust, time, statement.deviceJkt); // 8
  checks.isEligible(statement, request, ancestors, trust, time); // 9
  const token = checks.enrolledToken(proof, request, trust, time); // 10
  checks.isEvidence(proof, token, trust, time); // 11
  checks.wasDisplayed(statement, request); // 12
  return statement.decision;
}
