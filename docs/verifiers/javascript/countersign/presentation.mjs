// The canonical text of a request (docs/protocol.md, section 3) and its tables.

import { readFileSync } from 'node:fs';
import { require, sha256 } from './wire.mjs';

const MAX_TEXT = 4 * 1024 * 1024;
export const TABLES = new URL(
  '../../../../session-proof/src/main/resources/dev/countersign/proof/presentation/',
  import.meta.url,
);

const RANGES = readFileSync(new URL('escaped-ranges-1.txt', TABLES), 'ascii')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split('..').map((end) => parseInt(end, 16)));

/** One line a leaf, in the order of the payload: pointer TAB type TAB value LF. */
export function canonicalText(payload) {
  const lines = [];
  let size = 0;
  for (const [pointer, type, value] of leaves('', payload)) {
    const line = Buffer.from(`${pointer}\t${type}\t${escaped(value)}\n`);
    size += line.length;
    require(size <= MAX_TEXT, 'too_large', 'more than 4 MiB of text');
    lines.push(line);
  }
  return Buffer.concat(lines);
}

export const displayDigest = (payload) => sha256(canonicalText(payload));

function* leaves(pointer, value) {
  if (value instanceof Map) {
    for (const [name, inner] of value) {
      yield* leaves(`${pointer}/${step(name)}`, inner);
    }
    if (value.size === 0) {
      yield [pointer, 'object', '{}'];
    }
  } else if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      yield* leaves(`${pointer}/${index}`, inner);
    }
    if (value.length === 0) {
      yield [pointer, 'array', '[]'];
    }
  } else if (typeof value === 'number') {
    yield [pointer, 'integer', String(value)];
  } else {
    yield [pointer, value === null ? 'null' : typeof value, String(value)];
  }
}

function step(name) {
  return /^(?:0|[1-9][0-9]*)$/.test(name)
    ? escape(name.codePointAt(0)) + name.slice(1)
    : escaped(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function escaped(text) {
  let visible = '';
  for (const character of text) {
    const point = character.codePointAt(0);
    visible += character === '\\' ? '\\\\' : isEscaped(point) ? escape(point) : character;
  }
  return visible;
}

const escape = (point) => `\\u{${point.toString(16).toUpperCase()}}`;

function isEscaped(point) {
  let low = 0;
  let high = RANGES.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (point < RANGES[middle][0]) {
      high = middle - 1;
    } else if (point > RANGES[middle][1]) {
      low = middle + 1;
    } else {
      return true;
    }
  }
  return false;
}
