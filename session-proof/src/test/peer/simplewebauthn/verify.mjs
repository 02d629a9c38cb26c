// Asks an independent verifier, @simplewebauthn/server, about WebAuthn assertions that Countersign made.
//
//   node --experimental-global-webcrypto verify.mjs FILE
//
// FILE holds one case or an array of cases. Every member of a case is a string (binary as unpadded base64url), but for
// the counter, an integer:
//
//   rpId, origin        what the verifier expects
//   challenge           the 32 bytes C that were to be signed
//   credentialId        the credential the assertion claims to come from
//   publicKeyCose       its public key, COSE_Key (RFC 9052)
//   counter             the signature counter stored before this assertion
//   authenticatorData, clientDataJson, signature
//
// Prints one JSON line for each case, in order: {"verified":true} or {"verified":false,"error":"why"}. A refusal is an
// answer, so the exit code is 0 for it; 2 means that FILE could not be used. The flag is needed on Node 18 only.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { verifyAuthenticationResponse } from '@simplewebauthn/server';

const TEXT_MEMBERS = [
  'rpId',
  'origin',
  'challenge',
  'credentialId',
  'publicKeyCose',
  'authenticatorData',
  'clientDataJson',
  'signature',
];

/** Throws when a member is missing or of the wrong kind: a broken case must never look like a refusal. */
export function checkCase(candidate) {
  for (const name of TEXT_MEMBERS) {
    if (typeof candidate?.[name] !== 'string' || candidate[name] === '') {
      throw new TypeError(`member ${name} is not a string with content`);
    }
  }
  if (!Number.isSafeInteger(candidate.counter) || candidate.counter < 0) {
    throw new TypeError('member counter is not a non-negative integer');
  }
}

/** The peer's verdict on one checked case, as {verified} or {verified, error}. */
export async function judge(candidate) {
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: assertionOf(candidate),
      expectedChallenge: candidate.challenge,
      expectedOrigin: candidate.origin,
      expectedRPID: candidate.rpId,
      requireUserVerification: true,
      credential: {
        id: candidate.credentialId,
        publicKey: new Uint8Array(Buffer.from(candidate.publicKeyCose, 'base64url')),
        counter: candidate.counter,
      },
    });
    return verified === true
      ? { verified: true }
      : { verified: false, error: 'the signature does not verify' };
  } catch (refusal) {
    return { verified: false, error: refusal.message };
  }
}

function assertionOf(candidate) {
  return {
    id: candidate.credentialId,
    rawId: candidate.credentialId,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      authenticatorData: candidate.authenticatorData,
      clientDataJSON: candidate.clientDataJson,
      signature: candidate.signature,
    },
  };
}

async function main(file) {
  if (file === undefined) {
    throw new TypeError('usage: verify.mjs FILE');
  }
  const content = JSON.parse(readFileSync(file, 'utf8'));
  const cases = Array.isArray(content) ? content : [content];
  cases.forEach(checkCase);
  for (const candidate of cases) {
    console.log(JSON.stringify(await judge(candidate)));
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main(process.argv[2]);
  } catch (unusable) {
    console.error(`verify.mjs: ${unusable.message}`);
    process.exitCode = 2;
  }
}
