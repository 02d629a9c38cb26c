// Test vectors (session-proof/src/test/resources/vectors/README.md) and cases of a differential test.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { examine } from './examine.mjs';
import { canonicalText } from './presentation.mjs';
import * as strictJson from './strict-json.mjs';
import { Trust } from './trust.mjs';
import { Refused, sha256 } from './wire.mjs';

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
  const input = (kind) => readFileSync(join(dirname(file), vector.get(kind) ?? 'none'));
  return verdict(vector.get('entry'), vector.get('at'), {
    trust: input('trust'),
    request: input('request'),
    proof: input('proof'),
  });
}

export function verdict(entry, at, inputs) {
  if (entry !== 'examine') {
    throw new Unusable(`entry ${entry} is not known`);
  }
  let trust;
  try {
    trust = trustOf(inputs.trust);
  } catch (error) {
    return `refused ${codeOf(error)}`;
  }
  try {
    return `valid ${examine(trust, inputs.request, inputs.proof, at === 'statement' ? undefined : Number(at))}`;
  } catch (error) {
    return `refused ${codeOf(error)}`;
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

function codeOf(error) {
  if (error instanceof Refused) {
    return error.code;
  }
  throw error;
}

let latest = { document: Buffer.alloc(0), trust: null };

// One after the other, most cases have the same trust file.
function trustOf(document) {
  if (!latest.document.equals(document)) {
    latest = { document, trust: new Trust(document) };
  }
  return latest.trust;
}
