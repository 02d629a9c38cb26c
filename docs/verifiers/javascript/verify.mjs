#!/usr/bin/env node
// Judges Countersign proofs: node verify.mjs --help.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { examine } from './countersign/examine.mjs';
import { Trust } from './countersign/trust.mjs';
import * as vectors from './countersign/vectors.mjs';
import { Refused } from './countersign/wire.mjs';

const [YES, NO, UNUSABLE] = [0, 1, 2];
const DECISIONS = ['approve', 'deny', 'deny_and_revoke'];
const USAGE = `usage: node verify.mjs --trust FILE --request FILE --proof FILE [--decision DECISION] [--at SECONDS]
       node verify.mjs --vectors FOLDER     prints NAME and verdict of each test vector
       node verify.mjs --batch              one case a line from standard input, one verdict a line

Checks a proof against its request and a trust file; prints one line of JSON.
Exit: 0 valid and decides what was expected (vectors: all agree), 1 not so, 2 unusable input.`;

async function main() {
  const { values } = parseArgs({
    options: {
      trust: { type: 'string' },
      request: { type: 'string' },
      proof: { type: 'string' },
      decision: { type: 'string', default: 'approve' },
      at: { type: 'string' },
      vectors: { type: 'string' },
      batch: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return YES;
  }
  if (values.batch) {
    return batch();
  }
  if (values.vectors !== undefined) {
    return runVectors(values.vectors);
  }
  const complete = values.trust && values.request && values.proof;
  if (!complete || !DECISIONS.includes(values.decision) || !/^[0-9]{1,15}$/.test(values.at ?? '0')) {
    throw new vectors.Unusable(USAGE);
  }
  return judge(values);
}

function judge({ trust, request, proof, decision, at }) {
  let trusted;
  try {
    trusted = new Trust(readFileSync(trust));
  } catch (error) {
    throw error instanceof Refused ? new vectors.Unusable(`${trust} is not a trust file: ${error.message}.`) : error;
  }
  try {
    const decided = examine(
      trusted, readFileSync(request), readFileSync(proof), at === undefined ? undefined : Number(at),
    );
    console.log(JSON.stringify({ valid: true, decision: decided }));
    return decided === decision ? YES : NO;
  } catch (error) {
    if (error instanceof Refused) {
      console.log(JSON.stringify({ valid: false, refusal: error.code, sentence: error.message }));
      return NO;
    }
    throw error;
  }
}

function runVectors(folder) {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.vector'))
    .sort();
  if (names.length === 0) {
    throw new vectors.Unusable(`${folder} holds no vectors.`);
  }
  let agreed = true;
  for (const name of names) {
    const verdict = vectors.run(join(folder, name));
    agreed &&= verdict === vectors.read(join(folder, name)).get('expect');
    console.log(name, verdict);
  }
  return agreed ? YES : NO;
}

/** A case is JSON: {"json": …} or {"entry", "at", and the inputs of a vector}, bytes as base64, parents as a list of them. */
async function batch() {
  for await (const line of createInterface({ input: process.stdin })) {
    const { entry, at, ...texts } = JSON.parse(line);
    const inputs = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, Array.isArray(text) ? text.map(bytes) : bytes(text)]),
    );
    console.log('json' in inputs ? vectors.jsonVerdict(inputs.json) : vectors.verdict(entry, at, inputs));
  }
  return YES;
}

function bytes(text) {
  return Buffer.from(text, 'base64');
}

try {
  process.exitCode = await main();
} catch (error) {
  // A file that cannot be read, an option that is none; anything else is a fault of this program.
  if (!(error instanceof vectors.Unusable) && !/^(ENO|EACCES|EISDIR|ERR_PARSE_ARGS)/.test(error.code)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = UNUSABLE;
}
