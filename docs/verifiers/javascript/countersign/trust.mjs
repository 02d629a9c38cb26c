// The trust file (docs/protocol.md, section 7): whom and what a verification trusts.

import { readChain, tokenId } from './card.mjs';
import { ANY_EKU, ANY_POLICY, Certificate, refusedAs } from './certificate.mjs';
import { P256Key, fromCose, fromJwk } from './keys.mjs';
import { Crl, Ocsp } from './revocation.mjs';
import { Members, fromBase64url, parseObject, require, toBase64url } from './wire.mjs';

const MAX_BYTES = 16 * 1024 * 1024;
const CODE = 'malformed_json';
const OBJECT_IDENTIFIER = /^[0-2](\.(0|[1-9][0-9]{0,38})){1,24}$/;

export class Trust {
  /** Throws Refused for a file that is no trust file. */
  constructor(document) {
    const members = new Members(parseObject(document, MAX_BYTES, CODE), CODE);
    members.version();
    this.issuer = members.identifier('issuer');
    this.aud = members.identifier('aud');
    this.demo = false; // only a gateway knows which of its tokens is the demo's
    this.gatewayKeys = new Map();
    this.approvers = new Map();
    this.devices = new Map();
    this.tokens = new Map();
    members.inners('gateway_keys').map(gatewayKey).forEach((pinned) => add(this.gatewayKeys, pinned.key.thumbprint, pinned));
    members.inners('approvers').forEach((approver) => this.#approver(approver));
    this.x509 = readX509(members.inner('x509'));
    members.end();
  }

  #approver(members) {
    const approver = {
      id: members.identifier('id'),
      person: members.string('person'),
      groups: members.identifiers('groups'),
      standing: () => 'good',
    };
    add(this.approvers, approver.id, approver);
    members.inners('devices').forEach((device) => this.#device(device, approver.id));
    members.inners('tokens').forEach((token) => this.#token(token, approver.id));
    members.end();
  }

  #device(members, approver) {
    const key = deviceKey(members);
    members.require(members.identifier('jkt') === key.thumbprint, "jkt is not the key's thumbprint");
    add(this.devices, key.thumbprint, { key, approver, standing: standing(members) });
    members.end();
  }

  #token(members, approver) {
    const token = credential(members);
    add(this.tokens, token.id, { ...token, approver, demo: false, standing: standing(members) });
    members.end();
  }
}

export function gatewayKey(members) {
  const key = fromJwk(members.inner('jwk'));
  const notBefore = members.unsigned('not_before');
  const notAfter = members.unsigned('not_after');
  const compromisedAt = members.optional('unsigned', 'compromised_at') ?? Infinity;
  members.require(members.identifier('keyid') === key.thumbprint, "keyid is not the key's thumbprint");
  members.end();
  return { key, isValidAt: (time) => notBefore <= time && time < notAfter && time < compromisedAt };
}

/** Which cards are trusted, and what is known of revoked ones. */
export function readX509(members) {
  const der = (name, Kind) => binaries(members, name).map((data) => refusedAs(CODE, () => new Kind(data)));
  const ifThere = (name, read) => (members.has(name) ? read(name) : []);
  const x509 = {
    roots: der('roots', Certificate),
    ekus: purposes(members, 'ekus'),
    policies: ifThere('policies', (name) => purposes(members, name)),
    statements: [...ifThere('crls', (name) => der(name, Crl)), ...ifThere('ocsp', (name) => der(name, Ocsp))],
  };
  members.end();
  members.require(x509.roots.every((root) => root.isAuthority()), 'a root is no authority');
  return x509;
}

function binaries(members, name) {
  const texts = members.strings(name);
  const values = texts.map(fromBase64url);
  members.require(!values.includes(null), `${name} is not base64url`);
  members.require(new Set(texts).size === texts.length, `${name} holds something twice`);
  return values;
}

function purposes(members, name) {
  const oids = members.identifiers(name);
  const formed = oids.every((oid) => OBJECT_IDENTIFIER.test(oid) && oid !== ANY_EKU && oid !== ANY_POLICY);
  members.require(formed, `${name} is not a list of single purposes`);
  members.require(new Set(oids).size === oids.length, `${name} holds something twice`);
  return oids;
}

/** The members of a token that say which one it is. */
export function credential(members) {
  const kind = members.string('kind');
  if (kind === 'x509' || kind === 'x509_possession') {
    const [leaf] = readChain(members.strings('x5c'), CODE, CODE);
    members.require(leaf.key?.alg, 'not a key that can make evidence');
    return { kind, id: tokenId(leaf), key: leaf.key };
  }
  require(kind === 'fido2', 'unsupported_feature', 'a token of another kind');
  const id = `webauthn ${toBase64url(members.binary('credential_id'))}`;
  const key = fromCose(members.binary('cose')) ?? members.fail('cose is not a canonical ES256 key');
  return { kind, id, key, aaguid: members.identifier('aaguid') };
}

export function deviceKey(members) {
  const key = fromJwk(members.inner('jwk'));
  members.require(key instanceof P256Key, 'not a P-256 key');
  return key;
}

export function add(table, name, item) {
  require(!table.has(name), CODE, 'something is named twice');
  table.set(name, item);
}

/** A function from a time to the standing then. */
function standing(members) {
  const revokedAt = members.optional('unsigned', 'revoked_at') ?? Infinity;
  return (time) => (time < revokedAt ? 'good' : 'revoked');
}
