// The checks of docs/protocol.md, section 7, that both entries make. `trust` is a trust file or a gateway's state.

import { readFileSync } from 'node:fs';
import { verifiedPath } from './certificate.mjs';
import { TABLES, displayDigest } from './presentation.mjs';
import { requireNotRevoked } from './revocation.mjs';
import { pae, require, sha256, toBase64url } from './wire.mjs';

const INDEX = JSON.parse(readFileSync(new URL('templates/index.json', TABLES), 'utf8'));
const TEMPLATES = INDEX.templates.map(({ template, version, type, file }) => ({
  template,
  version,
  type,
  sha256: sha256(readFileSync(new URL(`templates/${file}`, TABLES))),
}));
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/** Step 2, the second half. */
export function isAbout(statement, request) {
  require(statement.requestSha256.equals(request.digest), 'request_mismatch', 'about another request');
  const same =
    statement.requestId === request.requestId &&
    statement.sessionId === request.session.id &&
    statement.sessionCnf === request.session.jkt;
  require(same, 'statement_mismatch', 'the request is repeated wrongly');
}

/** Step 3. */
export function hasContext(statement, request, trust) {
  const issuer = statement.iss === trust.issuer && request.iss === trust.issuer;
  require(issuer, 'wrong_issuer', 'another issuer');
  require(statement.aud === trust.aud && request.aud === trust.aud, 'wrong_audience', 'another audience');
  require(statement.epoch.equals(request.epoch), 'wrong_epoch', 'another epoch');
  require(statement.nonce.equals(request.nonce), 'wrong_nonce', 'another nonce');
}

/** Step 4. */
export function isInTime(request, time) {
  require(time >= request.iat, 'not_yet_valid', 'before the request was issued');
  require(time < request.exp, 'expired', 'the request has expired');
}

/** Step 8: the enrolled device. An examination has no caller and gives the statement's own key. */
export function signingDevice(proof, trust, time, callerJkt) {
  const { statement } = proof;
  const device = trust.devices.get(statement.deviceJkt);
  require(device, 'unknown_device', 'the device is not enrolled');
  isInGoodStanding('device', device, time);
  const signed = device.key.verifies(pae('device-decision', proof.d), proof.deviceSig);
  require(signed, 'bad_device_signature', 'not signed by the device');
  const same = callerJkt === statement.deviceJkt && device.approver === statement.approver;
  require(same, 'device_mismatch', "another caller's or approver's device");
  return device;
}

function isInGoodStanding(what, item, time) {
  const standing = item.standing(time);
  require(standing === 'good', `${what}_${standing}`, `the ${what} is ${standing}`);
}

/** Step 9. */
export function isEligible(statement, request, ancestors, trust, time) {
  const approver = trust.approvers.get(statement.approver);
  require(approver, 'unknown_approver', 'the approver is not enrolled');
  require(approver.standing(time) === 'good', 'approver_revoked', 'the approver is revoked or suspended');
  const inGroup = approver.groups.some((group) => request.groups.includes(group));
  require(inGroup, 'approver_not_eligible', 'in none of the groups');
  const principals = [request, ...ancestors].flatMap((asked) => asked.principals);
  const own = principals.some((principal) => principal === approver.id || principal === approver.person);
  require(statement.decision !== 'approve' || !own, 'approver_is_requester', 'their own request');
}

/** Step 10: the enrolled token. */
export function enrolledToken(proof, request, trust, time) {
  const token = trust.tokens.get(proof.evidence.tokenId);
  require(token && token.approver === proof.statement.approver, 'unknown_token', 'not a token of this approver');
  isInGoodStanding('token', token, time);
  require(trust.demo || !token.demo, 'demo_key_refused', 'the demo key is worth nothing here');
  const { tokenKinds, aaguids } = request.confirmation;
  const model = token.kind !== 'fido2' || aaguids.length === 0 || aaguids.includes(token.aaguid);
  const allowed = tokenKinds.includes(token.kind) && model;
  require(allowed, 'token_not_allowed', 'a kind or model that the request does not allow');
  return token;
}

/** Step 11. */
export function isEvidence(proof, token, trust, time) {
  if (proof.evidence.jws) {
    isOfCard(proof, token, trust.x509, time);
  } else {
    isAssertion(proof, token, trust.aud);
  }
}

function isOfCard({ d, evidence: { jws } }, { key }, x509, time) {
  require(jws.alg === key.alg, 'wrong_algorithm', 'not the algorithm of the enrolled key');
  require(jws.payload.equals(d), 'payload_mismatch', 'the payload is not the statement');
  require(key.verifiesJws(jws.signed, jws.signature), 'bad_token_signature', 'not signed by the card');
  const path = verifiedPath(jws.chain, x509, time);
  requireNotRevoked(path, x509, time);
}

function isAssertion(proof, token, aud) {
  const { evidence } = proof;
  const challenge = toBase64url(proof.challenge);
  const expected =
    `{"type":"webauthn.get","challenge":"${challenge}","origin":"countersign://${aud}","crossOrigin":false}`;
  const same = evidence.clientData.equals(Buffer.from(expected));
  require(same, 'client_data_mismatch', "not this decision's client data");
  const data = evidence.authenticatorData;
  require(data.length === 37, 'malformed_authenticator_data', 'not 37 bytes');
  require(data.subarray(0, 32).equals(sha256(aud)), 'wrong_rp_id', 'for another RP ID');
  const flags = data[32];
  require(flags & USER_PRESENT, 'user_not_present', 'nobody touched the token');
  require(flags & USER_VERIFIED, 'user_not_verified', 'the token did not verify its user');
  require(flags === (USER_PRESENT | USER_VERIFIED), 'unexpected_flags', 'flags beyond UP and UV');
  const signed = Buffer.concat([data, sha256(evidence.clientData)]);
  require(token.key.verifiesDer(signed, evidence.signature), 'bad_token_signature', 'not signed by the token');
}

/** Step 12. */
export function wasDisplayed(statement, request) {
  const { template, version, sha256: digest } = request.display;
  const types = request.payload.get('authorization_details').map((detail) => detail.get('type'));
  const known = TEMPLATES.some(
    (each) =>
      each.template === template &&
      each.version === version &&
      each.sha256.equals(digest) &&
      (each.type === undefined || types.every((type) => type === each.type)),
  );
  require(known, 'unknown_template', 'not a published template for these types');
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
