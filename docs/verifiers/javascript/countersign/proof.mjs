// The proof and the decision statement in it (docs/protocol.md, sections 5 and 6).

import { readJws, tokenId } from './card.mjs';
import { Members, pae, parseObject, require, sha256, toBase64url } from './wire.mjs';

const MAX_PROOF = 64 * 1024;
const MAX_STATEMENT = 16 * 1024;
const MAX_REASON = 2_000;

/** Step 1 of section 7. */
export function readProof(wire) {
  const members = new Members(parseObject(wire, MAX_PROOF, 'malformed_proof'), 'malformed_proof');
  members.version();
  const inner = members.inner('evidence');
  const name = inner.has('x509') ? 'x509' : 'webauthn';
  const { evidence, text } = (name === 'x509' ? x509 : webauthn)(inner.inner(name));
  inner.end();
  const d = members.binary('d');
  const deviceSig = members.binary('device_sig', 64);
  members.end();
  const one = JSON.stringify({
    v: 1,
    d: toBase64url(d),
    device_sig: toBase64url(deviceSig),
    evidence: { [name]: text },
  });
  members.require(wire.equals(Buffer.from(one)), 'not in its one serialisation');
  return { d, deviceSig, evidence, challenge: sha256(pae('decision', d)), statement: statement(d) };
}

/** The evidence, and the members of its one serialisation. */
function webauthn(members) {
  const evidence = {
    credentialId: members.binary('credential_id'),
    authenticatorData: members.binary('authenticator_data'),
    clientData: members.binary('client_data_json'),
    signature: members.binary('signature'),
  };
  members.end();
  const { length } = evidence.credentialId;
  members.require(length >= 1 && length <= 1023, 'credential_id is not 1 to 1023 bytes');
  evidence.tokenId = `webauthn ${toBase64url(evidence.credentialId)}`;
  const text = {
    credential_id: toBase64url(evidence.credentialId),
    authenticator_data: toBase64url(evidence.authenticatorData),
    client_data_json: toBase64url(evidence.clientData),
    signature: toBase64url(evidence.signature),
  };
  return { evidence, text };
}

function x509(members) {
  const compact = members.string('jws');
  members.end();
  const jws = readJws(compact);
  return { evidence: { jws, tokenId: tokenId(jws.chain[0]) }, text: { jws: compact } };
}

function statement(d) {
  const members = new Members(parseObject(d, MAX_STATEMENT, 'malformed_statement'), 'malformed_statement');
  members.version();
  for (const name of ['offline', 'warrant_sha256', 'verifier_id']) {
    require(!members.has(name), 'unsupported_feature', name);
  }
  const read = {
    requestSha256: members.binary('request_sha256', 32),
    requestId: members.identifier('request_id'),
    iss: members.identifier('iss'),
    aud: members.identifier('aud'),
    epoch: members.binary('epoch', 16),
    nonce: members.binary('nonce', 32),
    sessionId: members.identifier('session_id'),
    sessionCnf: members.identifier('session_cnf'),
    decision: members.oneOf('decision', 'approve', 'deny', 'deny_and_revoke'),
    reason: members.optional('string', 'decision_reason') ?? '',
    approver: members.identifier('approver'),
    deviceJkt: members.identifier('device_jkt'),
    challengeSha256: members.binary('challenge_sha256', 32),
    displayDigest: members.binary('display_digest', 32),
    reviewedMs: members.unsigned('reviewed_ms'),
    phraseTyped: members.boolean('phrase_typed'),
    at: members.unsigned('at'),
  };
  read.log = log(members.inner('log'), read.deviceJkt);
  app(members.inner('app'));
  members.end();
  // Characters are code points; length would count UTF-16 units.
  members.require([...read.reason].length <= MAX_REASON, 'decision_reason is too long');
  return read;
}

function log(members, deviceJkt) {
  const origin = members.identifier('origin');
  const size = members.unsigned('size');
  const root = members.binary('root', 32);
  const intentIndex = members.unsigned('intent_index');
  members.end();
  members.require(origin === `countersign.dev/device/${deviceJkt}`, "origin is not the device's log");
  members.require(intentIndex < size, 'the intent is outside the log');
  return { size, root, intentIndex };
}

function app(members) {
  members.identifier('name');
  members.identifier('version');
  members.end();
}
