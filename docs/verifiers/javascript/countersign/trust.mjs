// The trust file (docs/protocol.md, section 7): whom and what a verification trusts.

import { P256Key, fromCose, fromJwk } from './keys.mjs';
import { Members, parseObject, require, toBase64url } from './wire.mjs';

const MAX_BYTES = 16 * 1024 * 1024;
const CODE = 'malformed_json';

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
    const x509 = members.inner('x509');
    const unused = x509.array('roots').length === 0 && x509.array('ekus').length === 0;
    require(unused, 'unsupported_feature', 'x509 trust');
    x509.end();
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

/** The members of a token that say which one it is. */
export function credential(members) {
  const kind = members.string('kind');
  require(kind === 'fido2', 'unsupported_feature', 'a token of another kind');
  const id = toBase64url(members.binary('credential_id'));
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
