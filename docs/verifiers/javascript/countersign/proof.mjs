// The proof and the decision statement in it (docs/protocol.md, sections 5 and 6).

import { Members, pae, parseObject, require, sha256, toBase64url } from './wire.mjs';

const MAX_PROOF = 32 * 1024;
const MAX_STATEMENT = 16 * 1024;
const MAX_REASON = 2_000;

/** Step 1 of section 7. */
export function readProof(wire) {
  const members = new Members(parseObject(wire, MAX_PROOF, 'malformed_proof'), 'malformed_proof');
  members.version();
  const evidence = members.inner('evidence');
  require(!evidence.has('x509'), 'unsupported_evidence', "a smart card's evidence");
  const d = members.binary('d');
  const deviceSig = members.binary('device_sig', 64);
  const webauthn = evidence.inner('webauthn');
  const credentialId = webauthn.binary('credential_id');
  const authenticatorData = webauthn.binary('authenticator_data');
  const clientData = webauthn.binary('client_data_json');
  const signature = webauthn.binary('signature');
  members.require(credentialId.length >= 1 && credentialId.length <= 1023, 'credential_id is not 1 to 1023 bytes');
  [webauthn, evidence, members].forEach((level) => level.end());
  const one = JSON.stringify({
    v: 1,
    d: toBase64url(d),
    device_sig: toBase64url(deviceSig),
    evidence: {
      webauthn: {
        credential_id: toBase64url(credentialId),
        authenticator_data: toBase64url(authenticatorData),
        client_data_json: toBase64url(clientData),
        signature: toBase64url(signature),
      },
    },
  });
  members.require(wire.equals(Buffer.from(one)), 'not in its one serialisation');
  const challenge = sha256(pae('decision', d));
  return { d, deviceSig, credentialId, authenticatorData, clientData, signature, challenge, statement: statement(d) };
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
