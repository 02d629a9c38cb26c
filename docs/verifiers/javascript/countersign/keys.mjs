// Public keys and signatures. Curves and signature equations are node:crypto's; encodings are ours.

import { createPublicKey, verify } from 'node:crypto';
import { sha256, toBase64url } from './wire.mjs';

const COSE_TO_X = Buffer.from('a5010203262001215820', 'hex'); // EC2, ES256, P-256, x: canonical CTAP2 form up to x
const COSE_TO_Y = Buffer.from('225820', 'hex');

export class Ed25519Key {
  constructor(x) {
    const jwk = { crv: 'Ed25519', kty: 'OKP', x: toBase64url(x) };
    this.key = createPublicKey({ key: jwk, format: 'jwk' });
    this.thumbprint = thumbprint(jwk);
  }

  verifies(data, signature) {
    return verify(null, data, this.key, signature);
  }
}

export class P256Key {
  /** Throws for a point that is not on the curve. */
  constructor(x, y) {
    const jwk = { crv: 'P-256', kty: 'EC', x: toBase64url(x), y: toBase64url(y) };
    this.key = createPublicKey({ key: jwk, format: 'jwk' });
    this.thumbprint = thumbprint(jwk);
  }

  /** With a signature in the 64-byte form of IEEE P1363. */
  verifies(data, signature) {
    return signature.length === 64 && verify('sha256', data, { key: this.key, dsaEncoding: 'ieee-p1363' }, signature);
  }

  /** With a DER signature. Libraries take long lengths, needless zeros and bytes behind it: we do not. */
  verifiesDer(data, signature) {
    const fixed = p1363OfStrictDer(signature);
    return fixed !== null && this.verifies(data, fixed);
  }
}

/** The 64-byte form of SEQUENCE { INTEGER r, INTEGER s } in its one encoding, of positive integers; or null. */
export function p1363OfStrictDer(der) {
  if (der.length < 8 || der[0] !== 0x30 || der[1] !== der.length - 2) {
    return null;
  }
  const r = strictInteger(der.subarray(2));
  const s = r && strictInteger(der.subarray(2 + r.size));
  return s && 2 + r.size + s.size === der.length ? Buffer.concat([r.fixed, s.fixed]) : null;
}

function strictInteger(der) {
  const size = 2 + der[1];
  const body = der.subarray(2, size);
  const negative = body[0] >= 0x80;
  const needlessZero = body[0] === 0 && !(body[1] >= 0x80);
  if (der[0] !== 0x02 || body.length === 0 || der.length < size || negative || needlessZero || body.length > 33) {
    return null;
  }
  const digits = body[0] === 0 ? body.subarray(1) : body;
  return digits.length > 32 ? null : { size, fixed: Buffer.concat([Buffer.alloc(32 - digits.length), digits]) };
}

/** The key of exactly the members of its RFC 7638 thumbprint. */
export function fromJwk(jwk) {
  const curve = jwk.oneOf('crv', 'P-256', 'Ed25519');
  jwk.oneOf('kty', curve === 'P-256' ? 'EC' : 'OKP');
  const coordinates = (curve === 'P-256' ? ['x', 'y'] : ['x']).map((name) => jwk.binary(name, 32));
  jwk.end();
  return onCurve(() => (curve === 'P-256' ? new P256Key(...coordinates) : new Ed25519Key(...coordinates)))
    ?? jwk.fail('jwk is not a point of its curve');
}

/** The P-256 key, or null if this is not its one canonical form. */
export function fromCose(cose) {
  const canonical =
    cose.length === 77 && cose.subarray(0, 10).equals(COSE_TO_X) && cose.subarray(42, 45).equals(COSE_TO_Y);
  return canonical ? onCurve(() => new P256Key(cose.subarray(10, 42), cose.subarray(45))) : null;
}

function onCurve(make) {
  try {
    return make();
  } catch (error) {
    if (error.code === 'ERR_CRYPTO_INVALID_JWK' || error.code?.startsWith('ERR_OSSL')) {
      return null;
    }
    throw error;
  }
}

// The members stand in the order of their names, as RFC 7638 wants, and need no escape.
const thumbprint = (jwk) => toBase64url(sha256(JSON.stringify(jwk)));
