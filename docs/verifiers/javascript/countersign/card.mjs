// The evidence of a smart card: a compact JWS over the statement (docs/protocol.md, section 6.1).

import { fromBase64, refusedAs } from './certificate.mjs';
import { MAX_BYTES } from './strict-json.mjs';
import { Members, fromBase64url, parseObject, require, sha256, toBase64url } from './wire.mjs';

const CODE = 'malformed_jws';

/** Throws Refused with malformed_jws or malformed_certificate. */
export function readJws(text) {
  const parts = text.split('.').map(fromBase64url);
  require(parts.length === 3 && !parts.includes(null), CODE, 'not three parts of canonical base64url');
  const [header, payload, signature] = parts;
  require(header.length <= MAX_BYTES, CODE, 'a header of more than 64 KiB');
  const members = new Members(parseObject(header, MAX_BYTES, CODE), CODE);
  const alg = members.oneOf('alg', 'ES256', 'ES384', 'PS256');
  const typ = members.oneOf('typ', 'decision+jws');
  const x5c = members.strings('x5c');
  const chain = readChain(x5c, CODE, 'malformed_certificate');
  const thumbprint = members.binary('x5t#S256');
  members.require(thumbprint.equals(sha256(chain[0].der)), "x5t#S256 is not the first certificate's");
  members.end();
  const one = JSON.stringify({ alg, typ, x5c, 'x5t#S256': toBase64url(thumbprint) });
  members.require(header.equals(Buffer.from(one)), 'not in its one serialisation');
  return { alg, chain, payload, signature, signed: Buffer.from(text.slice(0, text.lastIndexOf('.'))) };
}

export function readChain(x5c, code, certificateCode) {
  require(x5c.length >= 1 && x5c.length <= 4, code, 'not 1 to 4 certificates');
  return x5c.map((text) => refusedAs(certificateCode, () => fromBase64(text)));
}

/** A card is enrolled under its key. */
export const tokenId = (leaf) => `x509 ${toBase64url(sha256(leaf.spki))}`;
