"""The approval request (docs/protocol.md, section 2). Members are read in the order of its table."""

import re
from types import SimpleNamespace

from .wire import Envelope, Members, parse_object, require
from . import strict_json

MAX_LIFE = 3600
MAX_DETAIL_DEPTH = 8
NOT_YET = ("break_glass", "offline", "warrant_sha256", "verifier_id")


def verified_request(wire: bytes, trust) -> SimpleNamespace:
    """Step 2 of section 7 up to the validity of the gateway's key."""
    envelope = Envelope(wire, "approval-request")
    pinned = trust.gateway_keys.get(envelope.keyid)
    require(pinned is not None, "unknown_gateway_key", "no pinned key has this key id")
    require(pinned.key.verifies(envelope.signed, envelope.signature), "bad_request_signature", "not signed by that key")
    payload = parse_object(envelope.payload, strict_json.MAX_BYTES, "malformed_request")
    request = _read(Members(payload, "malformed_request"))
    require(request.iss == trust.issuer, "wrong_issuer", "the request is another issuer's")
    require(pinned.is_valid_at(request.iat), "gateway_key_not_valid", "the key was not valid at iat")
    request.payload = payload
    request.digest = envelope.digest()
    return request


def _read(members: Members) -> SimpleNamespace:
    members.version()
    for name in NOT_YET:
        require(name not in members, "unsupported_feature", name)
    for name, supported in (("access", "once"), ("execution", "immediate")):
        require(members.value(name) == supported, "unsupported_feature", name)
    request = SimpleNamespace(
        iss=members.identifier("iss"),
        aud=members.identifier("aud"),
        request_id=members.identifier("request_id"),
        epoch=members.binary("epoch", 16),
    )
    members.binary("ask_sha256", 32)
    request.session = read_session(members.inner("session"))
    request.principals = _requester(members.inner("requester"))
    request.details = _details(members)
    members.string("reason")
    members.optional(members.string, "ticket")
    _attributes(members.inner("context"))
    _risk(members.inner("risk"))
    _policy(members.inner("policy"))
    request.groups = _quorum(members.inner("quorum"))
    request.confirmation = _confirmation(members.inner("confirmation"))
    request.parent = _parent(members.inner("parent")) if "parent" in members else None
    request.delegates = _delegates(members) if "delegates" in members else {}
    members.optional(members.identifier, "supersedes")
    request.nonce = members.binary("nonce", 32)
    request.iat = members.unsigned("iat")
    request.exp = members.unsigned("exp")
    request.display = _display(members.inner("display"))
    members.end()
    if '"' in request.aud or "\\" in request.aud:
        members.fail("aud is not an RP ID")
    if not 0 < request.exp - request.iat <= MAX_LIFE:
        members.fail("exp is not after iat by at most an hour")
    return request


def read_session(members: Members) -> SimpleNamespace:
    session = SimpleNamespace(id=members.identifier("id"))
    members.one_of("kind", "agent", "pipeline", "ssh", "api", "console", "ot")
    cnf = members.inner("cnf")
    session.jkt = cnf.identifier("jkt")
    cnf.end()
    members.unsigned("started_at")
    _attributes(members.inner("attributes"))
    members.end()
    return session


def _requester(members: Members) -> list:
    """Everyone for whom the request was made."""
    members.one_of("type", "agent", "service", "pipeline", "human")
    principals = [members.identifier("id"), members.optional(members.identifier, "on_behalf_of")]
    members.optional(members.identifier, "workload")
    members.end()
    return [principal for principal in principals if principal is not None]


def _parent(members: Members) -> SimpleNamespace:
    parent = SimpleNamespace(request_id=members.identifier("request_id"), sha256=members.binary("request_sha256", 32))
    members.end()
    return parent


def _delegates(members: Members) -> dict:
    """What children may ask for, by type."""
    entries = members.inners("delegates")
    delegates = {}
    for entry in entries:
        kind = entry.identifier("type")
        delegates[kind] = SimpleNamespace(
            locations=_set(entry, "locations"),
            actions=_set(entry, "actions"),
            max_children=_between(entry, "max_children", 1000),
            depth=_between(entry, "depth", 8),
        )
        entry.end()
    if not 1 <= len(entries) <= 16 or len(delegates) != len(entries):
        members.fail("delegates is not 1 to 16 entries of different types")
    return delegates


def _set(members: Members, name: str) -> list:
    values = members.strings(name)
    if not values or len(set(values)) != len(values):
        members.fail(f"{name} is empty or names something twice")
    return values


def _between(members: Members, name: str, largest: int) -> int:
    value = members.unsigned(name)
    return value if 1 <= value <= largest else members.fail(f"{name} is not between 1 and {largest}")


def _details(members: Members) -> list:
    details = members.inners("authorization_details")
    if not 1 <= len(details) <= 16:
        members.fail("authorization_details is not 1 to 16 objects")
    for detail in details:
        detail.identifier("type")
        if _depth(detail.members) > MAX_DETAIL_DEPTH + 1:
            members.fail("a detail is nested too deeply")
    return [detail.members for detail in details]


def _depth(value) -> int:
    if isinstance(value, (dict, list)):
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max(map(_depth, inner), default=0)
    return 0


def _attributes(members: Members) -> None:
    for name in members.members:
        if not re.fullmatch(r"[a-z][a-z0-9_.-]{0,63}", name):
            members.fail("not a lower-case ASCII name")
        value = members.inner(name)
        value.one_of("source", "attested", "observed", "claimed")
        value.string("value")
        value.end()


def _risk(members: Members) -> None:
    members.one_of("level", "low", "medium", "high", "critical")
    members.strings("reasons")
    members.end()


def _policy(members: Members) -> None:
    members.identifier("id")
    members.unsigned("version")
    members.binary("digest", 32)
    members.end()


def _quorum(members: Members) -> list:
    """The groups of the one slot."""
    k, slots = members.unsigned("k"), members.inners("slots")
    require(k == 1 and len(slots) == 1, "unsupported_feature", "a quorum other than one")
    groups = slots[0].identifiers("groups")
    slots[0].end()
    if not groups:
        members.fail("a slot that nobody can fill")
    members.end()
    return groups


def _confirmation(members: Members) -> SimpleNamespace:
    confirmation = SimpleNamespace(
        phrase_required=members.boolean("phrase_required"),
        min_review_seconds=members.unsigned("min_review_seconds"),
        token_kinds=members.identifiers("token_kinds"),
        aaguids=members.identifiers("aaguids"),
    )
    members.end()
    return confirmation


def _display(members: Members) -> tuple:
    display = members.identifier("template"), members.unsigned("version"), members.binary("sha256", 32)
    members.end()
    return display
