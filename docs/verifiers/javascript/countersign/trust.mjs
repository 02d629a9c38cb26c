// The trust file (docs/protocol.md, section 7): whom and what a verification trusts.

import { P256Key, fromCose, fromJwk } from './keys.mjs';
import { Members, parseObject, require } from './wire.mjs';

const MAX_BYTES = 16 * 1024 * 1024;
const CODE = 'malformed_json';

export class Trust {
  /** Throws Refused for a file that is no trust file. */
  constructor(document) {
    const members = new Members(parseObject(document, MAX_BYTES, CODE), CODE);
    members.version();
    this.issuer = members.identifier('issuer');
    this.aud = members.identifier('aud');
    this.gatewayKeys = new Map();
    this.approvers = new Map();
    this.devices = new Map();
    this.tokens = new Map();
    members.inners('gateway_keys').forEach((key) => add(this.gatewayKeys, key.identifier('keyid'), gatewayKey(key)));
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
    };
    add(this.approvers, approver.id, approver);
    members.inners('devices').forEach((item) => add(this.devices, item.identifier('jkt'), device(item, approver)));
    members.inners('tokens').forEach((item) => add(this.tokens, item.string('credential_id'), token(item, approver)));
    members.end();
  }
}

export const isRevoked = (item, time) => item.revokedAt !== undefined && time >= item.revokedAt;

function gatewayKey(members) {
  const key = fromJwk(members.inner('jwk'));
  const notBefore = members.unsigned('not_before');
  const notAfter = members.unsigned('not_after');
  const compromisedAt = members.optional('unsigned', 'compromised_at') ?? Infinity;
  members.require(members.identifier('keyid') === key.thumbprint, "keyid is not the key's thumbprint");
  members.end();
  return { key, isValidAt: (time) => notBefore <= time && time < notAfter && time < compromisedAt };
}

function device(members, approver) {
  const key = fromJwk(members.inner('jwk'));
  const named = key instanceof P256Key && members.identifier('jkt') === key.thumbprint;
  members.require(named, 'jkt is not the thumbprint of a P-256 key');
  const revokedAt = members.optional('unsigned', 'revoked_at');
  members.end();
  return { key, approver, revokedAt };
}

function token(members, approver) {
  const kind = members.string('kind');
  require(kind === 'fido2', 'unsupported_feature', 'a token of another kind');
  members.binary('credential_id');
  const key = fromCose(members.binary('cose')) ?? members.fail('cose is not a canonical ES256 key');
  const aaguid = members.identifier('aaguid');
  const revokedAt = members.optional('unsigned', 'revoked_at');
  members.end();
  return { kind, key, aaguid, approver, revokedAt };
}

function add(table, name, item) {
  require(!table.has(name), CODE, 'something is named twice');
  table.set(name, item);
}
