// X.509 certificates and their paths (docs/protocol.md, section 6.1).

import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import { Der, NotDer, OCTETS, SEQUENCE, SET, expect, only } from './der.mjs';
import { Refused, require } from './wire.mjs';

const MAX_BYTES = 8 * 1024;
export const [DIGITAL_SIGNATURE, KEY_CERT_SIGN, CRL_SIGN] = [0, 5, 6]; // bits of keyUsage
export const [ANY_EKU, OCSP_SIGNING, ANY_POLICY] = ['2.5.29.37.0', '1.3.6.1.5.5.7.3.9', '2.5.29.32.0'];
const NEVER_CARRIED_OUT = ['2.5.29.33', '2.5.29.36', '2.5.29.54']; // policy mappings and constraints, inhibitAnyPolicy
const DIRECTORY_NAME = 0xa4;
const RSA = '300d06092a864886f70d0101010500';
const CURVES = {
  '301306072a8648ce3d020106082a8648ce3d030107': { size: 32, alg: 'ES256', hash: 'sha256' },
  '301006072a8648ce3d020106052b81040022': { size: 48, alg: 'ES384', hash: 'sha384' },
  '301006072a8648ce3d020106052b81040023': { size: 66 },
};
const SIGNATURES = {
  '300a06082a8648ce3d040302': { hash: 'sha256', type: 'ec' },
  '300a06082a8648ce3d040303': { hash: 'sha384', type: 'ec' },
  '300a06082a8648ce3d040304': { hash: 'sha512', type: 'ec' },
  '300d06092a864886f70d01010b0500': { hash: 'sha256', type: 'rsa' },
  '300d06092a864886f70d01010c0500': { hash: 'sha384', type: 'rsa' },
  '300d06092a864886f70d01010d0500': { hash: 'sha512', type: 'rsa' },
};

class EcKey {
  type = 'ec';

  constructor(spki, { size, alg, hash }) {
    this.key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    Object.assign(this, { size, alg, hash });
  }

  verifiesJws(data, signature) {
    const key = { key: this.key, dsaEncoding: 'ieee-p1363' };
    return signature.length === 2 * this.size && verify(this.hash, data, key, signature);
  }

  verifies(hash, data, signature) {
    return isStrictSignature(signature) && verify(hash, data, this.key, signature);
  }
}

class RsaKey {
  type = 'rsa';
  alg = 'PS256';

  constructor(spki) {
    this.key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  }

  verifiesJws(data, signature) {
    const key = { key: this.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    return verify('sha256', data, key, signature);
  }

  verifies(hash, data, signature) {
    return verify(hash, data, this.key, signature);
  }
}

/** SEQUENCE { INTEGER r, INTEGER s } of two positive integers, in its one encoding. */
function isStrictSignature(signature) {
  try {
    const integers = only(signature);
    const positive = integers.integer() > 0n && integers.integer() > 0n;
    integers.end();
    return positive;
  } catch (error) {
    if (error instanceof NotDer) {
      return false;
    }
    throw error;
  }
}

/** The key, or null for one that the rules do not know; and its bits. */
function readKey(spki) {
  const info = only(spki);
  const algorithm = info.element(SEQUENCE).toString('hex');
  const bits = info.wholeBytes();
  info.end();
  const curve = Object.hasOwn(CURVES, algorithm) ? CURVES[algorithm] : null;
  let key = null;
  if (algorithm === RSA && isUsableRsa(bits)) {
    key = new RsaKey(spki);
  } else if (curve && bits.length === 1 + 2 * curve.size && bits[0] === 4) {
    key = ecKey(spki, curve);
  }
  return { key, bits };
}

function ecKey(spki, curve) {
  try {
    return new EcKey(spki, curve);
  } catch (error) {
    if (error.code?.startsWith('ERR_OSSL')) {
      return null; // not a point of the curve
    }
    throw error;
  }
}

function isUsableRsa(bits) {
  const numbers = only(bits);
  const modulus = numbers.integer();
  const exponent = numbers.integer();
  numbers.end();
  const fits = modulus > 2n ** 2047n && modulus < 2n ** 4096n && modulus % 2n === 1n;
  return fits && exponent >= 65537n && exponent < 2n ** 32n && exponent % 2n === 1n;
}

/** SEQUENCE { content, AlgorithmIdentifier, signature }, and perhaps more. */
export class Signed {
  constructor(frame) {
    this.content = frame.element(SEQUENCE);
    this.algorithm = frame.element(SEQUENCE);
    this.signature = frame.wholeBytes();
  }

  isBy({ key }) {
    const hex = this.algorithm.toString('hex');
    const algorithm = Object.hasOwn(SIGNATURES, hex) ? SIGNATURES[hex] : null;
    return algorithm?.type === key?.type && key !== null && key.verifies(algorithm.hash, this.content, this.signature);
  }
}

export class Certificate {
  keyUsage = new Set();
  ca = false;
  pathLength = Infinity;
  ekus = [];
  policies = [];
  names = [];
  permitted = null;
  ocspNoCheck = false;
  unusable = false;

  /** Throws NotDer for what is not in the strict form. */
  constructor(data) {
    expect(data.length <= MAX_BYTES, 'a certificate of more than 8 KiB');
    this.der = data;
    const frame = only(data);
    this.signed = new Signed(frame);
    frame.end();
    const fields = only(this.signed.content);
    const version = fields.inner(0xa0);
    expect(version.small() === 2, 'not version 3');
    version.end();
    this.serial = fields.integer();
    expect(this.serial > 0n && this.serial < 2n ** 160n, 'a serial number that is not 1 to 20 bytes');
    expect(fields.element(SEQUENCE).equals(this.signed.algorithm), 'the two algorithms differ');
    this.issuer = readName(fields);
    const validity = fields.inner();
    this.notBefore = validity.time();
    this.notAfter = validity.time();
    validity.end();
    this.subject = readName(fields);
    this.spki = fields.element(SEQUENCE);
    const { key, bits } = readKey(this.spki);
    this.key = key;
    this.keyBits = bits;
    const outer = fields.inner(0xa3);
    this.#extensions(outer.inner());
    outer.end();
    fields.end();
  }

  #extensions(extensions) {
    const read = new Map([
      ['2.5.29.15', (value) => (this.keyUsage = value.namedBits())],
      ['2.5.29.17', (value) => this.#alternativeNames(value)],
      ['2.5.29.19', (value) => this.#basicConstraints(value)],
      ['2.5.29.30', (value) => this.#nameConstraints(value)],
      ['2.5.29.32', (value) => this.#policies(value)],
      ['2.5.29.37', (value) => (this.ekus = atLeastOne(value, (each) => each.oid()))],
    ]);
    const all = readExtensions(extensions);
    expect(all.length <= 64, 'more than 64 extensions');
    for (const { oid, critical, value } of all) {
      if (read.has(oid)) {
        const content = new Der(value);
        read.get(oid)(content);
        content.end();
      } else if (oid === '1.3.6.1.5.5.7.48.1.5') {
        this.ocspNoCheck = true;
      } else {
        this.unusable ||= critical || NEVER_CARRIED_OUT.includes(oid);
      }
    }
  }

  #basicConstraints(value) {
    const constraints = value.inner();
    this.ca = constraints.optionalTrue();
    if (this.ca && constraints.more()) {
      this.pathLength = constraints.small();
    }
    constraints.end();
  }

  #policies(value) {
    this.policies = atLeastOne(value, (each) => {
      const policy = each.inner();
      const oid = policy.oid();
      if (policy.more()) {
        policy.element(SEQUENCE); // qualifiers: for people
      }
      policy.end();
      return oid;
    });
    expect(new Set(this.policies).size === this.policies.length, 'a policy stands twice');
  }

  #alternativeNames(value) {
    const names = atLeastOne(value, (each) =>
      each.nextIs(DIRECTORY_NAME) ? readDirectoryName(each) : void each.element(),
    );
    this.names = names.filter((name) => name !== undefined);
  }

  #nameConstraints(value) {
    const constraints = value.inner();
    this.permitted = [];
    if (constraints.nextIs(0xa0)) {
      const trees = constraints.inner(0xa0);
      while (trees.more()) {
        const tree = trees.inner();
        if (tree.nextIs(DIRECTORY_NAME)) {
          this.permitted.push(readDirectoryName(tree));
        } else {
          this.#skipOne(tree);
        }
        this.#skipAll(tree); // minimum, maximum
      }
    }
    this.#skipAll(constraints); // excluded subtrees
    this.unusable ||= this.permitted.length === 0;
  }

  #skipAll(value) {
    while (value.more()) {
      this.#skipOne(value);
    }
  }

  #skipOne(value) {
    this.unusable = true;
    value.element();
  }

  isIssuedBy(issuer) {
    return issuer.subject.length > 0 && isSameName(this.issuer, issuer.subject) && this.signed.isBy(issuer);
  }

  isAuthority() {
    const signs = this.ca && this.keyUsage.has(KEY_CERT_SIGN);
    return signs && this.key !== null && !this.unusable && this.subject.length > 0;
  }

  isValidAt(time) {
    return this.notBefore <= time && time <= this.notAfter;
  }

  keyHash(algorithm) {
    return createHash(algorithm).update(this.keyBits).digest();
  }
}

export function readExtensions(extensions) {
  const all = [];
  while (extensions.more()) {
    const extension = extensions.inner();
    const [oid, critical, value] = [extension.oid(), extension.optionalTrue(), extension.content(OCTETS)];
    extension.end();
    expect(!all.some((each) => each.oid === oid), 'an extension stands twice');
    all.push({ oid, critical, value });
  }
  return all;
}

/** A Name as its RDNs, each in its bytes as hexadecimal. */
export function readName(fields) {
  const rdns = fields.inner();
  const name = [];
  while (rdns.more()) {
    name.push(rdns.element(SET).toString('hex'));
  }
  return name;
}

export const isSameName = (a, b) => a.length === b.length && a.every((rdn, place) => rdn === b[place]);

function readDirectoryName(value) {
  const outer = value.inner(DIRECTORY_NAME);
  const name = readName(outer);
  outer.end();
  return name;
}

function atLeastOne(value, read) {
  const items = value.inner();
  const all = [];
  do {
    all.push(read(items));
  } while (items.more());
  return all;
}

/** Throws NotDer. */
export function fromBase64(text) {
  const data = Buffer.from(text, 'base64');
  expect(data.toString('base64') === text, 'not canonical base64 with padding');
  return new Certificate(data);
}

/** What read answers; NotDer becomes a refusal. */
export function refusedAs(code, read) {
  try {
    return read();
  } catch (error) {
    throw error instanceof NotDer ? new Refused(code, error.message) : error;
  }
}

/** Checks 4 to 6 of step 11: from the leaf to a configured root. */
export function verifiedPath(chain, x509, time) {
  const trusted = (holds, sentence) => require(holds, 'certificate_not_trusted', sentence);
  const sent = chain.some((each) => x509.roots.some((root) => root.der.equals(each.der)));
  trusted(!sent, 'a root is sent along');
  const root = x509.roots.find((each) => chain.at(-1).isIssuedBy(each));
  trusted(root, 'the chain ends in no configured root');
  const path = [...chain, root];
  trusted(chain.every((each, place) => each.isIssuedBy(path[place + 1])), 'a certificate is not issued by the next');
  path.slice(1).forEach((authority, authoritiesBelow) => {
    trusted(authority.isAuthority(), 'not an authority');
    trusted(authoritiesBelow <= authority.pathLength, 'too many authorities below');
    const below = path.slice(0, authoritiesBelow + 1);
    const within = authority.permitted === null || below.every((each) => isPermitted(each, authority.permitted));
    trusted(within, 'a name outside of what the authority may certify');
  });
  require(isForApprovals(chain, x509), 'certificate_not_allowed', 'not a certificate for approvals');
  for (const each of path) {
    require(time >= each.notBefore, 'certificate_not_yet_valid', 'a certificate is not valid yet');
    require(time <= each.notAfter, 'certificate_expired', 'a certificate has expired');
  }
  return path;
}

function isPermitted(certificate, subtrees) {
  const names = certificate.subject.length > 0 ? [certificate.subject, ...certificate.names] : certificate.names;
  return names.every((name) => subtrees.some((tree) => isSameName(name.slice(0, tree.length), tree)));
}

function isForApprovals([leaf, ...issuers], x509) {
  const usage =
    leaf.keyUsage.has(DIGITAL_SIGNATURE) && !leaf.keyUsage.has(KEY_CERT_SIGN) && !leaf.keyUsage.has(CRL_SIGN);
  const states = (issuer, policy) => issuer.policies.includes(policy) || issuer.policies.includes(ANY_POLICY);
  const purpose =
    leaf.ekus.some((oid) => x509.ekus.includes(oid)) ||
    leaf.policies.some((oid) => x509.policies.includes(oid) && issuers.every((issuer) => states(issuer, oid)));
  return usage && !leaf.ca && !leaf.unusable && !leaf.ekus.includes(ANY_EKU) && purpose;
}
