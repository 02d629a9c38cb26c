// Refusals, binary in JSON, typed members, and signed envelopes (docs/protocol.md, section 1).

import { createHash } from 'node:crypto';
import * as strictJson from './strict-json.mjs';

const MAX_ENVELOPE = 88_404;

/** A check failed; the code is one of section 7. */
export class Refused extends Error {
  constructor(code, sentence) {
    super(sentence);
    this.code = code;
  }
}

export function require(holds, code, sentence) {
  if (!holds) {
    throw new Refused(code, sentence);
  }
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export const mediaType = (name) => `application/vnd.countersign.${name}.v1+json`;

export function pae(name, body) {
  const type = mediaType(name);
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${body.length} `), body]);
}

export const toBase64url = (bytes) => Buffer.from(bytes).toString('base64url');

/** The bytes, or null. Buffer skips what it does not know and takes both alphabets: only what encodes back is right. */
export function fromBase64url(text) {
  const bytes = Buffer.from(text, 'base64url');
  return toBase64url(bytes) === text ? bytes : null;
}

export function parseObject(bytes, limit, code) {
  require(bytes.length <= limit, 'too_large', `more than ${limit} bytes`);
  let value;
  try {
    value = strictJson.parse(bytes);
  } catch (error) {
    throw error instanceof strictJson.NotStrict ? new Refused(code, error.message) : error;
  }
  require(value instanceof Map, code, 'not an object');
  return value;
}

/** Takes the members out of an object, each with its type; end() refuses what was not taken. */
export class Members {
  constructor(map, code) {
    this.map = map;
    this.code = code;
    this.taken = new Set();
  }

  has(name) {
    return this.map.has(name);
  }

  fail(sentence) {
    throw new Refused(this.code, sentence);
  }

  require(holds, sentence) {
    require(holds, this.code, sentence);
  }

  value(name, isOfType = () => true) {
    this.require(this.map.has(name), `${name} is missing`);
    const value = this.map.get(name);
    this.require(isOfType(value), `${name} is not of its type`);
    this.taken.add(name);
    return value;
  }

  string(name) {
    return this.value(name, isString);
  }

  identifier(name) {
    return this.value(name, isIdentifier);
  }

  oneOf(name, ...allowed) {
    return this.value(name, (value) => allowed.includes(value));
  }

  boolean(name) {
    return this.value(name, (value) => typeof value === 'boolean');
  }

  integer(name) {
    return this.value(name, (value) => typeof value === 'number');
  }

  unsigned(name) {
    return this.value(name, (value) => typeof value === 'number' && value >= 0);
  }

  binary(name, size) {
    const bytes = fromBase64url(this.string(name));
    // Outside of the signed objects base64url has a code of its own.
    const code = this.code === 'malformed_json' ? 'malformed_base64url' : this.code;
    require(bytes !== null, code, `${name} is not canonical base64url`);
    this.require(size === undefined || bytes.length === size, `${name} is not ${size} bytes`);
    return bytes;
  }

  inner(name) {
    return new Members(this.value(name, isObject), this.code);
  }

  array(name) {
    return this.value(name, Array.isArray);
  }

  inners(name) {
    return this.value(name, isArrayOf(isObject)).map((item) => new Members(item, this.code));
  }

  strings(name) {
    return this.value(name, isArrayOf(isString));
  }

  identifiers(name) {
    return this.value(name, isArrayOf(isIdentifier));
  }

  /** The member if it is there: members.optional('string', 'ticket'). */
  optional(kind, name) {
    return this.has(name) ? this[kind](name) : undefined;
  }

  /** Judged before every other member: another version may have others. */
  version() {
    require(this.integer('v') === 1, 'unsupported_version', 'only version 1 is understood');
  }

  end() {
    const unknown = [...this.map.keys()].filter((name) => !this.taken.has(name));
    this.require(unknown.length === 0, `unknown members: ${unknown}`);
  }
}

const isString = (value) => typeof value === 'string';
const isIdentifier = (value) => isString(value) && /^[!-~]{1,256}$/.test(value);
const isObject = (value) => value instanceof Map;
const isArrayOf = (isOfType) => (value) => Array.isArray(value) && value.every(isOfType);

/** A DSSE envelope in its one serialisation; its signature is not checked yet. */
export class Envelope {
  constructor(wire, name) {
    const members = new Members(parseObject(wire, MAX_ENVELOPE, 'malformed_envelope'), 'malformed_envelope');
    this.payload = members.binary('payload');
    require(this.payload.length <= strictJson.MAX_BYTES, 'too_large', 'a payload of more than 64 KiB');
    const payloadType = members.oneOf('payloadType', mediaType(name));
    const signatures = members.inners('signatures');
    members.require(signatures.length === 1, 'not exactly one signature');
    this.keyid = signatures[0].identifier('keyid');
    this.signature = signatures[0].binary('sig', 64);
    this.signed = pae(name, this.payload);
    // JSON.stringify escapes as little as it must, and these strings need nothing that could differ.
    const one = JSON.stringify({
      payload: toBase64url(this.payload),
      payloadType,
      signatures: [{ keyid: this.keyid, sig: toBase64url(this.signature) }],
    });
    members.require(wire.equals(Buffer.from(one)), 'not in its one serialisation');
  }

  digest() {
    return sha256(this.signed);
  }
}
