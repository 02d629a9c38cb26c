// The entry `authorize` (docs/protocol.md, section 7): steps 1 to 14 against a gateway's recorded state, and the counter.
//
// Step 15 is a gateway's: in one transaction it reads everything again, and only then a vote counts.

import * as checks from './checks.mjs';
import { liveAncestors } from './lineage.mjs';
import { isInLog } from './log.mjs';
import { readProof } from './proof.mjs';
import { verifiedRequest } from './request.mjs';
import { require } from './wire.mjs';

/** The decision of a valid proof; throws Refused with the code of the first check that fails. */
export function authorize(state, proofWire, logWire) {
  const proof = readProof(proofWire); // 1
  const { statement } = proof;
  const stored = state.requests.get(statement.requestId); // 2
  require(stored, 'unknown_request', 'no request has this id');
  const request = verifiedRequest(stored.envelope, state);
  checks.isAbout(statement, request);
  checks.hasContext(statement, request, state); // 3
  require(request.epoch.equals(state.epoch), 'wrong_epoch', 'the ledger was restored since the request');
  checks.isInTime(request, state.now); // 4
  isPending(stored, statement); // 5
  const ancestors = statement.decision === 'approve' ? liveAncestors(request, state, isSameJson) : [];
  isSameSession(state, request); // 6
  isChallengeFor(state, statement); // 7
  const device = checks.signingDevice(proof, state, state.now, state.call.jkt); // 8
  checks.isEligible(statement, request, ancestors, state, state.now); // 9
  const token = checks.enrolledToken(proof, request, state, state.now); // 10
  checks.isEvidence(proof, token, state, state.now); // 11
  checks.wasDisplayed(statement, request); // 12
  isInLog(proof, device, state.witnessed.get(statement.deviceJkt), logWire); // 13
  const objects = state.policyObjection !== undefined && statement.decision === 'approve';
  require(!objects, 'policy_denied', state.policyObjection); // 14
  // 15; a card keeps no counter
  const shown = proof.evidence.jws ? 0 : proof.evidence.authenticatorData.readUInt32BE(33);
  const rises = shown > token.counter || (shown === 0 && token.counter === 0);
  require(rises, 'counter_not_rising', "the token's counter does not rise");
  return statement.decision;
}

function isPending({ status, unredeemedGrants }, statement) {
  if (status === 'approved' || status === 'denied') {
    const stops = status === 'approved' && statement.decision !== 'approve' && unredeemedGrants;
    require(stops, 'already_decided', `the request was already ${status}`);
  } else {
    require(status === 'pending', status, `the request is ${status}`);
  }
}

function isSameSession(state, request) {
  const current = state.sessions.get(request.session.id);
  require(current?.live, 'session_ended', "the requester's session has ended");
  const same = isSameJson(current.session, request.payload.get('session'));
  require(same, 'session_changed', "the requester's session has changed");
}

function isSameJson(a, b) {
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([name, value]) => b.has(name) && isSameJson(value, b.get(name)));
  }
  return a === b; // a session holds no arrays
}

function isChallengeFor(state, statement) {
  const issued = state.challenges.get(statement.challengeSha256.toString('hex'));
  require(issued, 'unknown_challenge', 'no such challenge was issued');
  require(!issued.used, 'challenge_used', 'the challenge was used');
  require(state.now < issued.exp, 'challenge_expired', 'the challenge has expired');
  const same =
    issued.requestSha256.equals(statement.requestSha256) &&
    issued.approver === statement.approver &&
    issued.deviceJkt === statement.deviceJkt &&
    issued.approverSession === state.call.approverSession;
  require(same, 'challenge_mismatch', 'issued for something else');
}
