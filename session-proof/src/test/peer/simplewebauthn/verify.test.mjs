// Checks the peer itself with an assertion made here from a fresh P-256 key: it must accept a good one and refuse each
// damaged one, or its "verified" about Countersign's assertions would mean nothing.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { judge } from './verify.mjs';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const SCRIPT = fileURLToPath(new URL('./verify.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'countersign-peer-'));
after(() => rmSync(folder, { recursive: true }));

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

/** COSE_Key of a P-256 public key: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseOf(publicKey) {
  const { x, y } = publicKey.export({ format: 'jwk' });
  const head = Buffer.from('a5010203262001215820', 'hex');
  return Buffer.concat([head, Buffer.from(x, 'base64url'), Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')]);
}

/** A signed assertion in the form that Countersign produces; `change` overrides what the authenticator signs. */
function assertion(change = {}) {
  const made = {
    rpId: 'approvals.example',
    origin: 'countersign://approvals.example',
    challenge: base64url(randomBytes(32)),
    flags: USER_PRESENT | USER_VERIFIED,
    signCount: 7,
    ...change,
  };
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(made.signCount);
  const authenticatorData = Buffer.concat([sha256(made.rpId), Buffer.from([made.flags]), counter]);
  const clientDataJson = Buffer.from(
    `{"type":"webauthn.get","challenge":"${made.challenge}","origin":"${made.origin}","crossOrigin":false}`,
  );
  const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJson)]), keys.privateKey);
  return {
    rpId: made.rpId,
    origin: made.origin,
    challenge: made.challenge,
    credentialId: base64url(Buffer.from('credential-0001')),
    publicKeyCose: base64url(coseOf(keys.publicKey)),
    counter: 6,
    authenticatorData: base64url(authenticatorData),
    clientDataJson: base64url(clientDataJson),
    signature: base64url(signature),
  };
}

async function refuses(candidate, reason) {
  const verdict = await judge(candidate);
  assert.equal(verdict.verified, false);
  assert.match(verdict.error, reason);
}

test('a good assertion is verified', async () => {
  assert.deepEqual(await judge(assertion()), { verified: true });
});

test('another challenge is refused', () =>
  refuses({ ...assertion(), challenge: base64url(randomBytes(32)) }, /challenge/));

test('another origin is refused', () =>
  refuses({ ...assertion(), origin: 'countersign://other.example' }, /origin/));

test('another relying party is refused', () => refuses({ ...assertion(), rpId: 'other.example' }, /RP ID/));

test('a touch without user verification is refused', () =>
  refuses(assertion({ flags: USER_PRESENT }), /verification/));

test('a verification without a touch is refused', () => refuses(assertion({ flags: USER_VERIFIED }), /present/));

test('a counter that does not rise is refused', () => refuses({ ...assertion(), counter: 7 }, /counter/));

test('another key is refused', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return refuses({ ...assertion(), publicKeyCose: base64url(coseOf(other.publicKey)) }, /signature/);
});

test('signed bytes that were changed are refused', () => {
  const good = assertion();
  const bytes = Buffer.from(good.authenticatorData, 'base64url');
  bytes.writeUInt32BE(8, 33);
  return refuses({ ...good, authenticatorData: base64url(bytes) }, /signature/);
});

test('an array of cases gives one line each, in order', () => {
  const file = join(folder, 'batch.json');
  writeFileSync(file, JSON.stringify([assertion(), { ...assertion(), counter: 7 }]));
  const lines = execFileSync(process.execPath, [...process.execArgv.filter(isWebCrypto), SCRIPT, file], { encoding: 'utf8' });
  assert.deepEqual(lines.trimEnd().split('\n').map((line) => JSON.parse(line).verified), [true, false]);
});

test('a case with a missing member is unusable, not refused', () => {
  const file = join(folder, 'missing.json');
  const { signature, ...rest } = assertion();
  writeFileSync(file, JSON.stringify(rest));
  const run = spawnSync(process.execPath, [SCRIPT, file], { encoding: 'utf8' });
  assert.equal(run.status, 2);
  assert.equal(run.stdout, '');
  assert.match(run.stderr, /signature/);
});

function isWebCrypto(flag) {
  return flag === '--experimental-global-webcrypto';
}
