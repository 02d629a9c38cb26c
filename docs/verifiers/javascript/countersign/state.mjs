// A gateway's live state as a test vector records it (the README beside the vectors).

import { session as readSession } from './request.mjs';
import { add, credential, deviceKey, gatewayKey, readX509 } from './trust.mjs';
import { Members, parseObject } from './wire.mjs';

const MAX_BYTES = 1024 * 1024;
const CODE = 'malformed_json';
const STATUSES = ['pending', 'approved', 'denied', 'withdrawn', 'superseded', 'expired', 'revoked'];

export class State {
  /** Throws Refused for a file that is no state file. */
  constructor(document) {
    const members = new Members(parseObject(document, MAX_BYTES, CODE), CODE);
    members.version();
    this.x509 = cards(members);
    this.now = members.unsigned('now');
    this.issuer = members.identifier('issuer');
    this.aud = members.identifier('aud');
    this.epoch = members.binary('epoch', 16);
    this.demo = members.boolean('demo');
    const call = members.inner('call');
    this.call = { jkt: call.identifier('jkt'), approverSession: call.identifier('approver_session') };
    call.end();
    this.gatewayKeys = table(members, 'gateway_keys', pinned);
    this.requests = table(members, 'requests', request);
    this.sessions = table(members, 'sessions', session);
    this.challenges = table(members, 'challenges', challenge);
    this.approvers = table(members, 'approvers', approver);
    this.devices = table(members, 'devices', device);
    this.tokens = table(members, 'tokens', token);
    this.witnessed = table(members, 'witnessed', head);
    this.policyObjection = members.optional('string', 'policy_objection');
    members.end();
  }
}

function cards(members) {
  const trusted = members.optional('inner', 'cards');
  if (trusted === undefined) {
    return { roots: [], ekus: [], policies: [], statements: [] };
  }
  const x509 = readX509(trusted.inner('x509'));
  x509.maxAge = trusted.unsigned('revocation_seconds');
  trusted.end();
  return x509;
}

function table(members, name, read) {
  const items = new Map();
  for (const item of members.inners(name)) {
    add(items, ...read(item));
    item.end();
  }
  return items;
}

function pinned(members) {
  const key = gatewayKey(members);
  return [key.key.thumbprint, key];
}

function request(members) {
  return [
    members.identifier('request_id'),
    {
      envelope: members.binary('envelope'),
      status: members.oneOf('status', ...STATUSES),
      unredeemedGrants: members.boolean('unredeemed_grants'),
    },
  ];
}

function session(members) {
  const inner = members.inner('session');
  return [readSession(inner).id, { session: inner.map, live: members.boolean('live') }];
}

function challenge(members) {
  return [
    members.binary('challenge_sha256', 32).toString('hex'),
    {
      requestSha256: members.binary('request_sha256', 32),
      approver: members.identifier('approver'),
      deviceJkt: members.identifier('device_jkt'),
      approverSession: members.identifier('approver_session'),
      exp: members.unsigned('exp'),
      used: members.boolean('used'),
    },
  ];
}

function approver(members) {
  const id = members.identifier('id');
  return [
    id,
    { id, person: members.string('person'), groups: members.identifiers('groups'), standing: standing(members) },
  ];
}

function device(members) {
  const key = deviceKey(members);
  return [key.thumbprint, { key, approver: members.identifier('approver'), standing: standing(members) }];
}

function token(members) {
  const enrolled = {
    ...credential(members),
    approver: members.identifier('approver'),
    demo: members.boolean('demo'),
    standing: standing(members),
    counter: members.unsigned('counter'),
  };
  return [enrolled.id, enrolled];
}

function head(members) {
  return [members.identifier('device_jkt'), { size: members.unsigned('size'), root: members.binary('root', 32) }];
}

function standing(members) {
  const name = members.oneOf('standing', 'good', 'suspended', 'revoked');
  return () => name;
}
