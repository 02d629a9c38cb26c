// Test vectors (session-proof/src/test/resources/vectors/README.md) and cases of a differential test.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { authorize } from './authorize.mjs';
import { examine } from './examine.mjs';
import { canonicalText } from './presentation.mjs';
import * as strictJson from './strict-json.mjs';
import { State } from './state.mjs';
import { Trust } from './trust.mjs';
import { Refused, sha256 } from './wire.mjs';

const INPUTS = {
  examine: ['trust', 'request', 'proof'],
  authorize: ['state', 'proof', 'log_evidence'],
};

export class Unusable extends Error {}

/** The lines of a vector, by key. */
export function read(file) {
  return new Map(
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
}

/** The verdict on a vector, in the words of its line `expect`. */
export function run(file) {
  const vector = read(file);
  const entry = vector.get('entry');
  const names = Object.hasOwn(INPUTS, entry) ? INPUTS[entry] : [];
  if (names.length === 0 || !names.every((name) => vector.has(name))) {
    throw new Unusable(`${file} is not a vector of an entry that is known`);
  }
  const inputs = names.map((name) => [name, readFileSync(join(dirname(file), vector.get(name)))]);
  const parents = (vector.get('parents') ?? '').split(' ').filter((name) => name !== '');
  const envelopes = parents.map((name) => readFileSync(join(dirname(file), name)));
  return verdict(entry, vector.get('at'), { ...Object.fromEntries(inputs), parents: envelopes });
}

export function verdict(entry, at, inputs) {
  if (entry === 'authorize') {
    const state = stateOf(inputs.state);
    return words(() => authorize(state, inputs.proof, inputs.log_evidence));
  }
  const time = at === 'statement' ? undefined : Number(at);
  return words(() => examine(trustOf(inputs.trust), inputs.request, inputs.proof, time, inputs.parents));
}

function words(check) {
  try {
    return `valid ${check()}`;
  } catch (error) {
    if (error instanceof Refused) {
      return `refused ${error.code}`;
    }
    throw error;
  }
}

/** What the strict profile makes of a document: its canonical text's digest says that two parsers saw the same. */
export function jsonVerdict(document) {
  if (document.length > strictJson.MAX_BYTES) {
    return 'refused too_large';
  }
  try {
    return `parsed ${sha256(canonicalText(strictJson.parse(document))).toString('hex')}`;
  } catch (error) {
    if (error instanceof strictJson.NotStrict) {
      return 'refused malformed_json';
    }
    throw error;
  }
}

const trustOf = latest((document) => new Trust(document));

const stateOf = latest((document) => {
  try {
    return new State(document);
  } catch (error) {
    throw error instanceof Refused ? new Unusable(`a state file is malformed: ${error.message}`) : error;
  }
});

/** Remembers the latest answer: one after the other, most cases share such a file. */
function latest(read) {
  let known = { document: Buffer.alloc(0), answer: undefined };
  return (document) => {
    if (known.answer === undefined || !known.document.equals(document)) {
      known = { document, answer: read(document) };
    }
    return known.answer;
  };
}
