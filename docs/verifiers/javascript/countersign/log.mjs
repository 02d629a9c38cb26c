// Step 13 (docs/protocol.md, section 7): the intent is in the device's log, which extends the witnessed one.

import { Envelope, Members, Refused, fromBase64url, parseObject, require, sha256 } from './wire.mjs';
import { MAX_BYTES } from './strict-json.mjs';

const CODE = 'malformed_log_evidence';
const MAX_PATH = 128;

export function isInLog(proof, device, witnessed, wire) {
  const evidence = read(wire, device);
  const { statement } = proof;
  const { log: head } = statement;
  require(evidence.challenge.equals(proof.challenge), 'log_intent_mismatch', 'evidence of another proof');
  const intent = readIntent(evidence.leaf);
  const same =
    intent.requestSha256.equals(statement.requestSha256) &&
    intent.displayDigest.equals(statement.displayDigest) &&
    intent.decision === statement.decision &&
    intent.approver === statement.approver &&
    intent.deviceJkt === statement.deviceJkt &&
    intent.challengeSha256.equals(statement.challengeSha256);
  require(same, 'log_intent_mismatch', "another intent than the statement's");
  const leaf = sha256(Buffer.concat([Buffer.of(0), evidence.leaf]));
  const included = isIncluded(leaf, head.intentIndex, head.size, evidence.inclusion, head.root);
  require(included, 'log_not_included', 'the intent is not in the log');
  const current = evidence.witnessedSize === (witnessed?.size ?? 0);
  require(current, 'log_witness_outdated', 'made for another witnessed head');
  if (witnessed) {
    const [smaller, larger] = head.size < witnessed.size ? [head, witnessed] : [witnessed, head];
    require(isConsistent(smaller, larger, evidence.consistency), 'log_fork', 'not the log that was witnessed');
  }
}

function read(wire, device) {
  const envelope = envelopeOf(wire);
  const signed =
    envelope.keyid === device.key.thumbprint && device.key.verifies(envelope.signed, envelope.signature);
  require(signed, 'bad_log_evidence_signature', 'not signed by the device');
  const members = new Members(parseObject(envelope.payload, MAX_BYTES, CODE), CODE);
  members.version();
  const evidence = {
    challenge: members.binary('challenge', 32),
    leaf: members.binary('leaf'),
    inclusion: path(members, 'inclusion'),
    witnessedSize: members.unsigned('witnessed_size'),
    consistency: path(members, 'consistency'),
  };
  members.end();
  return evidence;
}

function envelopeOf(wire) {
  try {
    return new Envelope(wire, 'log-evidence');
  } catch (error) {
    throw error instanceof Refused ? new Refused(CODE, error.message) : error;
  }
}

function path(members, name) {
  const nodes = members.strings(name).map(fromBase64url);
  members.require(nodes.length <= MAX_PATH && nodes.every((node) => node?.length === 32), `${name} is no path`);
  return nodes;
}

function readIntent(leaf) {
  const members = new Members(parseObject(leaf, MAX_BYTES, CODE), CODE);
  members.oneOf('type', 'intent');
  members.unsigned('at');
  const intent = {
    requestSha256: members.binary('request_sha256', 32),
    displayDigest: members.binary('display_digest', 32),
    decision: members.oneOf('decision', 'approve', 'deny', 'deny_and_revoke'),
    approver: members.identifier('approver'),
    deviceJkt: members.identifier('device_jkt'),
    challengeSha256: members.binary('challenge_sha256', 32),
  };
  members.require(members.binary('salt').length >= 16, 'the salt is too short');
  members.end();
  return intent;
}

// Sizes go up to 2^53 - 1, where the operators of bits, which know 32, would be wrong: halves are taken by division.
const half = (number) => Math.floor(number / 2);
const isOdd = (number) => number % 2 === 1;

/** The climb of RFC 9162 from a node to the root: calls onLeft or onRight with each sibling; false if the path misfits. */
function climbs(fn, sn, siblings, onLeft, onRight) {
  for (const sibling of siblings) {
    if (sn === 0) {
      return false;
    }
    if (isOdd(fn) || fn === sn) {
      onLeft(sibling);
      while (!isOdd(fn) && fn !== 0) {
        [fn, sn] = [half(fn), half(sn)];
      }
    } else {
      onRight(sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0;
}

/** RFC 9162, section 2.1.3.2. */
export function isIncluded(leaf, index, size, siblings, root) {
  let hash = leaf;
  const fits = climbs(
    index,
    size - 1,
    siblings,
    (left) => (hash = node(left, hash)),
    (right) => (hash = node(hash, right)),
  );
  return fits && hash.equals(root);
}

/** RFC 9162, section 2.1.4.2; of equal sizes the roots are equal and the path is empty. */
export function isConsistent(first, second, nodes) {
  if (first.size === second.size) {
    return nodes.length === 0 && first.root.equals(second.root);
  }
  if (first.size === 0 || nodes.length === 0) {
    return false;
  }
  const isPowerOfTwo = (BigInt(first.size) & (BigInt(first.size) - 1n)) === 0n;
  const [start, ...siblings] = isPowerOfTwo ? [first.root, ...nodes] : nodes;
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (isOdd(fn)) {
    [fn, sn] = [half(fn), half(sn)];
  }
  let [older, newer] = [start, start];
  const fits = climbs(
    fn,
    sn,
    siblings,
    (left) => ([older, newer] = [node(left, older), node(left, newer)]),
    (right) => (newer = node(newer, right)),
  );
  return fits && older.equals(first.root) && newer.equals(second.root);
}

const node = (left, right) => sha256(Buffer.concat([Buffer.of(1), left, right]));
