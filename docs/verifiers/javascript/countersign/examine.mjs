// The entry `examine` (docs/protocol.md, section 7): steps 1 to 4 and 8 to 12, from a trust file.

import { readFileSync } from 'node:fs';
import { TABLES, displayDigest } from './presentation.mjs';
import { readProof } from './proof.mjs';
import { verifiedRequest } from './request.mjs';
import { isRevoked } from './trust.mjs';
import { pae, require, sha256, toBase64url } from './wire.mjs';

const TEMPLATES = [{ template: 'generic', version: 1, file: 'generic-1.json' }].map(({ file, ...reference }) => ({
  ...reference,
  sha256: sha256(readFileSync(new URL(file, TABLES))),
}));
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/** The decision of a valid proof; throws Refused with the code of the first check that fails. */
export function examine(trust, requestWire, proofWire, at) {
  const proof = readProof(proofWire); // 1
  const { statement } = proof;
  const time = at ?? statement.at;
  const request = verifiedRequest(requestWire, trust); // 2
  isAbout(statement, request);
  hasContext(statement, request, trust); // 3
  require(time >= request.iat, 'not_yet_valid', 'before the request was issued'); // 4
  require(time < request.exp, 'expired', 'the request has expired');
  isSignedByDevice(proof, trust, time); // 8
  isEligible(statement, request, trust); // 9
  const token = enrolledToken(proof, request, trust, time); // 10
  isAssertion(proof, token, trust.aud); // 11
  wasDisplayed(statement, request); // 12
  return statement.decision;
}

function isAbout(statement, request) {
  require(statement.requestSha256.equals(request.digest), 'request_mismatch', 'about another request');
  const same =
    statement.requestId === request.requestId &&
    statement.sessionId === request.session.id &&
    statement.sessionCnf === request.session.jkt;
  require(same, 'statement_mismatch', 'the request is repeated wrongly');
}

function hasContext(statement, request, trust) {
  const issuer = statement.iss === trust.issuer && request.iss === trust.issuer;
  require(issuer, 'wrong_issuer', 'another issuer');
  require(statement.aud === trust.aud && request.aud === trust.aud, 'wrong_audience', 'another audience');
  require(statement.epoch.equals(request.epoch), 'wrong_epoch', 'another epoch');
  require(statement.nonce.equals(request.nonce), 'wrong_nonce', 'another nonce');
}

function isSignedByDevice(proof, trust, time) {
  const device = trust.devices.get(proof.statement.deviceJkt);
  require(device, 'unknown_device', 'the device is not enrolled');
  require(!isRevoked(device, time), 'device_revoked', 'the device was revoked');
  const signed = device.key.verifies(pae('device-decision', proof.d), proof.deviceSig);
  require(signed, 'bad_device_signature', 'not signed by the device');
  require(device.approver.id === proof.statement.approver, 'device_mismatch', "another approver's device");
}

function isEligible(statement, request, trust) {
  const approver = trust.approvers.get(statement.approver); // step 8 found the device at this approver
  const inGroup = approver.groups.some((group) => request.groups.includes(group));
  require(inGroup, 'approver_not_eligible', 'in none of the groups');
  const own = request.principals.some((principal) => principal === approver.id || principal === approver.person);
  require(statement.decision !== 'approve' || !own, 'approver_is_requester', 'their own request');
}

function enrolledToken(proof, request, trust, time) {
  const token = trust.tokens.get(toBase64url(proof.credentialId));
  require(token && token.approver.id === proof.statement.approver, 'unknown_token', 'not a token of this approver');
  require(!isRevoked(token, time), 'token_revoked', 'the token was revoked');
  const { tokenKinds, aaguids } = request.confirmation;
  const allowed = tokenKinds.includes(token.kind) && (aaguids.length === 0 || aaguids.includes(token.aaguid));
  require(allowed, 'token_not_allowed', 'a kind or model that the request does not allow');
  return token;
}

function isAssertion(proof, token, aud) {
  const challenge = toBase64url(proof.challenge);
  const expected =
    `{"type":"webauthn.get","challenge":"${challenge}","origin":"countersign://${aud}","crossOrigin":false}`;
  const same = proof.clientData.equals(Buffer.from(expected));
  require(same, 'client_data_mismatch', "not this decision's client data");
  const data = proof.authenticatorData;
  require(data.length === 37, 'malformed_authenticator_data', 'not 37 bytes');
  require(data.subarray(0, 32).equals(sha256(aud)), 'wrong_rp_id', 'for another RP ID');
  const flags = data[32];
  require(flags & USER_PRESENT, 'user_not_present', 'nobody touched the token');
  require(flags & USER_VERIFIED, 'user_not_verified', 'the token did not verify its user');
  require(flags === (USER_PRESENT | USER_VERIFIED), 'unexpected_flags', 'flags beyond UP and UV');
  const signed = Buffer.concat([data, sha256(proof.clientData)]);
  require(token.key.verifiesDer(signed, proof.signature), 'bad_token_signature', 'not signed by the token');
}

function wasDisplayed(statement, request) {
  const { template, version, sha256: digest } = request.display;
  const known = TEMPLATES.some(
    (each) => each.template === template && each.version === version && each.sha256.equals(digest),
  );
  require(known, 'unknown_template', 'not a published template');
  const shown = displayDigest(request.payload);
  require(statement.displayDigest.equals(shown), 'display_mismatch', 'another presentation');
  if (statement.decision !== 'approve') {
    return;
  }
  const { phraseRequired, minReviewSeconds } = request.confirmation;
  require(statement.phraseTyped || !phraseRequired, 'phrase_required', 'the phrase was not typed');
  // As integers of any size: the product may lie beyond what a number holds exactly.
  const enough = BigInt(statement.reviewedMs) >= BigInt(minReviewSeconds) * 1000n;
  require(enough, 'review_too_short', 'the review was too short');
}
