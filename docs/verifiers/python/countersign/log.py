"""Step 13 (docs/protocol.md, section 7): the intent is in the device's log, which extends the witnessed one."""

import hashlib
from types import SimpleNamespace

from . import strict_json
from .wire import Envelope, Members, Refused, from_base64url, parse_object, require

CODE = "malformed_log_evidence"
MAX_PATH = 128


def check(proof, device, witnessed, wire: bytes) -> None:
    evidence = _read(wire, device)
    head, statement = proof.statement.log, proof.statement
    require(evidence.challenge == proof.challenge, "log_intent_mismatch", "evidence of another proof")
    expected = (
        statement.request_sha256,
        statement.display_digest,
        statement.decision,
        statement.approver,
        statement.device_jkt,
        statement.challenge_sha256,
    )
    require(_intent(evidence.leaf) == expected, "log_intent_mismatch", "another intent than the statement's")
    included = is_included(_hash(b"\0" + evidence.leaf), head.intent_index, head.size, evidence.inclusion, head.root)
    require(included, "log_not_included", "the intent is not in the log")
    size = witnessed.size if witnessed else 0
    require(evidence.witnessed_size == size, "log_witness_outdated", "made for another witnessed head")
    if witnessed:
        smaller, larger = sorted((witnessed, head), key=lambda each: each.size)
        require(is_consistent(smaller, larger, evidence.consistency), "log_fork", "not the log that was witnessed")


def _read(wire: bytes, device) -> SimpleNamespace:
    try:
        envelope = Envelope(wire, "log-evidence")
    except Refused as refused:
        raise Refused(CODE, str(refused)) from refused
    signed = envelope.keyid == device.key.thumbprint and device.key.verifies(envelope.signed, envelope.signature)
    require(signed, "bad_log_evidence_signature", "not signed by the device")
    members = Members(parse_object(envelope.payload, strict_json.MAX_BYTES, CODE), CODE)
    members.version()
    evidence = SimpleNamespace(
        challenge=members.binary("challenge", 32),
        leaf=members.binary("leaf"),
        inclusion=_path(members, "inclusion"),
        witnessed_size=members.unsigned("witnessed_size"),
        consistency=_path(members, "consistency"),
    )
    members.end()
    return evidence


def _path(members: Members, name: str) -> list:
    path = [from_base64url(item) for item in members.strings(name)]
    if len(path) > MAX_PATH or any(node is None or len(node) != 32 for node in path):
        members.fail(f"{name} is no path")
    return path


def _intent(leaf: bytes) -> tuple:
    members = Members(parse_object(leaf, strict_json.MAX_BYTES, CODE), CODE)
    members.one_of("type", "intent")
    members.unsigned("at")
    intent = (
        members.binary("request_sha256", 32),
        members.binary("display_digest", 32),
        members.one_of("decision", "approve", "deny", "deny_and_revoke"),
        members.identifier("approver"),
        members.identifier("device_jkt"),
        members.binary("challenge_sha256", 32),
    )
    salt = members.binary("salt")
    members.end()
    return intent if len(salt) >= 16 else members.fail("the salt is too short")


def is_included(node: bytes, index: int, size: int, path: list, root: bytes) -> bool:
    """RFC 9162, section 2.1.3.2."""
    fn, sn = index, size - 1
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = _node(sibling, node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = _node(node, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and node == root


def is_consistent(first, second, path: list) -> bool:
    """RFC 9162, section 2.1.4.2; of equal sizes the roots are equal and the path is empty."""
    if first.size == second.size:
        return not path and first.root == second.root
    if first.size == 0 or not path:
        return False
    if first.size & (first.size - 1) == 0:
        path = [first.root] + path
    fn, sn = first.size - 1, second.size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = _node(sibling, old), _node(sibling, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = _node(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == first.root and new == second.root


def _node(left: bytes, right: bytes) -> bytes:
    return _hash(b"\1" + left + right)


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
