"""A gateway's live state as a test vector records it (the README beside the vectors)."""

from types import SimpleNamespace

from .request import read_session
from .trust import GatewayKey, add, read_credential, read_device_key, read_x509
from .wire import Members, parse_object

MAX_BYTES = 1024 * 1024
CODE = "malformed_json"
STANDINGS = ("good", "suspended", "revoked")
STATUSES = ("pending", "approved", "denied", "withdrawn", "superseded", "expired", "revoked")


class State:
    def __init__(self, document: bytes):
        """Raises Refused for a file that is no state file."""
        members = Members(parse_object(document, MAX_BYTES, CODE), CODE)
        members.version()
        self.x509 = _cards(members)
        self.now = members.unsigned("now")
        self.issuer = members.identifier("issuer")
        self.aud = members.identifier("aud")
        self.epoch = members.binary("epoch", 16)
        self.demo = members.boolean("demo")
        call = members.inner("call")
        self.call = SimpleNamespace(
            jkt=call.identifier("jkt"), approver_session=call.identifier("approver_session")
        )
        call.end()
        self.gateway_keys = _table(members, "gateway_keys", _gateway_key)
        self.requests = _table(members, "requests", _request)
        self.sessions = _table(members, "sessions", _session)
        self.challenges = _table(members, "challenges", _challenge)
        self.approvers = _table(members, "approvers", _approver)
        self.devices = _table(members, "devices", _device)
        self.tokens = _table(members, "tokens", _token)
        self.witnessed = _table(members, "witnessed", _head)
        self.policy_objection = members.optional(members.string, "policy_objection")
        members.end()


def _cards(members: Members) -> SimpleNamespace:
    cards = members.optional(members.inner, "cards")
    if cards is None:
        return SimpleNamespace(roots=[], ekus=[], policies=[], statements=[], max_age=None)
    x509 = read_x509(cards.inner("x509"))
    x509.max_age = cards.unsigned("revocation_seconds")
    cards.end()
    return x509


def _table(members: Members, name: str, read) -> dict:
    table = {}
    for item in members.inners(name):
        add(table, *read(item))
        item.end()
    return table


def _gateway_key(members: Members) -> tuple:
    pinned = GatewayKey(members)
    return pinned.key.thumbprint, pinned


def _request(members: Members) -> tuple:
    return members.identifier("request_id"), SimpleNamespace(
        envelope=members.binary("envelope"),
        status=members.one_of("status", *STATUSES),
        unredeemed_grants=members.boolean("unredeemed_grants"),
    )


def _session(members: Members) -> tuple:
    session = members.inner("session")
    return read_session(session).id, SimpleNamespace(session=session.members, live=members.boolean("live"))


def _challenge(members: Members) -> tuple:
    return members.binary("challenge_sha256", 32), SimpleNamespace(
        request_sha256=members.binary("request_sha256", 32),
        approver=members.identifier("approver"),
        device_jkt=members.identifier("device_jkt"),
        approver_session=members.identifier("approver_session"),
        exp=members.unsigned("exp"),
        used=members.boolean("used"),
    )


def _approver(members: Members) -> tuple:
    approver = SimpleNamespace(
        id=members.identifier("id"),
        person=members.string("person"),
        groups=members.identifiers("groups"),
        standing=_standing(members),
    )
    return approver.id, approver


def _device(members: Members) -> tuple:
    key = read_device_key(members)
    return key.thumbprint, SimpleNamespace(
        key=key, approver=members.identifier("approver"), standing=_standing(members)
    )


def _token(members: Members) -> tuple:
    token = read_credential(members)
    token.approver = members.identifier("approver")
    token.demo = members.boolean("demo")
    token.standing = _standing(members)
    token.counter = members.unsigned("counter")
    return token.id, token


def _head(members: Members) -> tuple:
    return members.identifier("device_jkt"), SimpleNamespace(
        size=members.unsigned("size"), root=members.binary("root", 32)
    )


def _standing(members: Members):
    standing = members.one_of("standing", *STANDINGS)
    return lambda time: standing
