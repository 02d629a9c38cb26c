// The approval request (docs/protocol.md, section 2). Members are read in the order of its table.

import { Envelope, Members, parseObject, require } from './wire.mjs';
import { MAX_BYTES } from './strict-json.mjs';

const MAX_LIFE = 3600;
const MAX_DETAIL_DEPTH = 8;
const NOT_YET = ['break_glass', 'offline', 'warrant_sha256', 'verifier_id'];

/** Step 2 of section 7 up to the validity of the gateway's key. */
export function verifiedRequest(wire, trust) {
  const envelope = new Envelope(wire, 'approval-request');
  const pinned = trust.gatewayKeys.get(envelope.keyid);
  require(pinned, 'unknown_gateway_key', 'no pinned key has this key id');
  require(pinned.key.verifies(envelope.signed, envelope.signature), 'bad_request_signature', 'not signed by that key');
  const payload = parseObject(envelope.payload, MAX_BYTES, 'malformed_request');
  const request = read(new Members(payload, 'malformed_request'));
  require(request.iss === trust.issuer, 'wrong_issuer', "the request is another issuer's");
  require(pinned.isValidAt(request.iat), 'gateway_key_not_valid', 'the key was not valid at iat');
  return { ...request, payload, digest: envelope.digest() };
}

function read(members) {
  members.version();
  for (const name of NOT_YET) {
    require(!members.has(name), 'unsupported_feature', name);
  }
  require(members.value('access') === 'once', 'unsupported_feature', 'access');
  require(members.value('execution') === 'immediate', 'unsupported_feature', 'execution');
  // An object literal is evaluated from top to bottom, so this is also the order of the checks.
  const request = {
    iss: members.identifier('iss'),
    aud: members.identifier('aud'),
    requestId: members.identifier('request_id'),
    epoch: members.binary('epoch', 16),
    askSha256: members.binary('ask_sha256', 32),
    session: session(members.inner('session')),
    principals: requester(members.inner('requester')),
    details: details(members),
    reason: members.string('reason'),
    ticket: members.optional('string', 'ticket'),
    context: attributes(members.inner('context')),
    risk: risk(members.inner('risk')),
    policy: policy(members.inner('policy')),
    groups: quorum(members.inner('quorum')),
    confirmation: confirmation(members.inner('confirmation')),
    parent: members.has('parent') ? parent(members.inner('parent')) : undefined,
    delegates: members.has('delegates') ? delegates(members) : new Map(),
    supersedes: members.optional('identifier', 'supersedes'),
    nonce: members.binary('nonce', 32),
    iat: members.unsigned('iat'),
    exp: members.unsigned('exp'),
    display: display(members.inner('display')),
  };
  members.end();
  members.require(!/["\\]/.test(request.aud), 'aud is not an RP ID');
  const life = request.exp - request.iat;
  members.require(life > 0 && life <= MAX_LIFE, 'exp is not after iat by at most an hour');
  return request;
}

export function session(members) {
  const id = members.identifier('id');
  members.oneOf('kind', 'agent', 'pipeline', 'ssh', 'api', 'console', 'ot');
  const cnf = members.inner('cnf');
  const jkt = cnf.identifier('jkt');
  cnf.end();
  members.unsigned('started_at');
  attributes(members.inner('attributes'));
  members.end();
  return { id, jkt };
}

/** Everyone for whom the request was made. */
function requester(members) {
  members.oneOf('type', 'agent', 'service', 'pipeline', 'human');
  const principals = [members.identifier('id'), members.optional('identifier', 'on_behalf_of')];
  members.optional('identifier', 'workload');
  members.end();
  return principals.filter((principal) => principal !== undefined);
}

function parent(members) {
  const named = { requestId: members.identifier('request_id'), sha256: members.binary('request_sha256', 32) };
  members.end();
  return named;
}

/** What children may ask for, by type. */
function delegates(members) {
  const entries = members.inners('delegates').map((entry) => {
    const delegate = {
      type: entry.identifier('type'),
      locations: set(entry, 'locations'),
      actions: set(entry, 'actions'),
      maxChildren: between(entry, 'max_children', 1000),
      depth: between(entry, 'depth', 8),
    };
    entry.end();
    return [delegate.type, delegate];
  });
  const byType = new Map(entries);
  const distinct = byType.size === entries.length && entries.length >= 1 && entries.length <= 16;
  members.require(distinct, 'delegates is not 1 to 16 entries of different types');
  return byType;
}

function set(members, name) {
  const values = members.strings(name);
  members.require(values.length > 0 && new Set(values).size === values.length, `${name} is empty or has twins`);
  return values;
}

function between(members, name, largest) {
  const value = members.unsigned(name);
  members.require(value >= 1 && value <= largest, `${name} is not between 1 and ${largest}`);
  return value;
}

function details(members) {
  const all = members.inners('authorization_details');
  members.require(all.length >= 1 && all.length <= 16, 'authorization_details is not 1 to 16 objects');
  for (const detail of all) {
    detail.identifier('type');
    detail.require(depth(detail.map) <= MAX_DETAIL_DEPTH + 1, 'a detail is nested too deeply');
  }
  return all;
}

function depth(value) {
  if (value instanceof Map || Array.isArray(value)) {
    return 1 + Math.max(0, ...[...value.values()].map(depth));
  }
  return 0;
}

function attributes(members) {
  for (const name of members.map.keys()) {
    members.require(/^[a-z][a-z0-9_.-]{0,63}$/.test(name), 'not a lower-case ASCII name');
    const value = members.inner(name);
    value.oneOf('source', 'attested', 'observed', 'claimed');
    value.string('value');
    value.end();
  }
}

function risk(members) {
  members.oneOf('level', 'low', 'medium', 'high', 'critical');
  members.strings('reasons');
  members.end();
}

function policy(members) {
  members.identifier('id');
  members.unsigned('version');
  members.binary('digest', 32);
  members.end();
}

/** The groups of the one slot. */
function quorum(members) {
  const k = members.unsigned('k');
  const slots = members.inners('slots');
  require(k === 1 && slots.length === 1, 'unsupported_feature', 'a quorum other than one');
  const groups = slots[0].identifiers('groups');
  slots[0].end();
  members.require(groups.length > 0, 'a slot that nobody can fill');
  members.end();
  return groups;
}

function confirmation(members) {
  const required = {
    phraseRequired: members.boolean('phrase_required'),
    minReviewSeconds: members.unsigned('min_review_seconds'),
    tokenKinds: members.identifiers('token_kinds'),
    aaguids: members.identifiers('aaguids'),
  };
  members.end();
  return required;
}

function display(members) {
  const reference = {
    template: members.identifier('template'),
    version: members.unsigned('version'),
    sha256: members.binary('sha256', 32),
  };
  members.end();
  return reference;
}
