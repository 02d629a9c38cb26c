"""The trust file (docs/protocol.md, section 7): whom and what a verification trusts."""

from types import SimpleNamespace

from . import keys
from .wire import Members, parse_object, require

MAX_BYTES = 16 * 1024 * 1024
CODE = "malformed_json"


class Trust:
    def __init__(self, document: bytes):
        """Raises Refused for a file that is no trust file."""
        members = Members(parse_object(document, MAX_BYTES, CODE), CODE)
        members.version()
        self.issuer = members.identifier("issuer")
        self.aud = members.identifier("aud")
        self.gateway_keys = {}
        self.approvers, self.devices, self.tokens = {}, {}, {}
        for key in members.inners("gateway_keys"):
            _add(self.gateway_keys, key.identifier("keyid"), GatewayKey(key))
        for approver in members.inners("approvers"):
            self._approver(approver)
        x509 = members.inner("x509")
        require(not x509.array("roots") and not x509.array("ekus"), "unsupported_feature", "x509 trust")
        x509.end()
        members.end()

    def _approver(self, members: Members) -> None:
        approver = SimpleNamespace(
            id=members.identifier("id"), person=members.string("person"), groups=members.identifiers("groups")
        )
        _add(self.approvers, approver.id, approver)
        for device in members.inners("devices"):
            _add(self.devices, device.identifier("jkt"), _device(device, approver))
        for token in members.inners("tokens"):
            _add(self.tokens, token.binary("credential_id"), _token(token, approver))
        members.end()


class GatewayKey:
    def __init__(self, members: Members):
        self.key = keys.from_jwk(members.inner("jwk"))
        self.not_before = members.unsigned("not_before")
        self.not_after = members.unsigned("not_after")
        self.compromised_at = members.optional(members.unsigned, "compromised_at")
        if members.identifier("keyid") != self.key.thumbprint:
            members.fail("keyid is not the key's thumbprint")
        members.end()

    def is_valid_at(self, time: int) -> bool:
        compromised = self.compromised_at is not None and time >= self.compromised_at
        return self.not_before <= time < self.not_after and not compromised


def is_revoked(item: SimpleNamespace, time: int) -> bool:
    return item.revoked_at is not None and time >= item.revoked_at


def _device(members: Members, approver: SimpleNamespace) -> SimpleNamespace:
    key = keys.from_jwk(members.inner("jwk"))
    if not isinstance(key, keys.P256Key) or members.identifier("jkt") != key.thumbprint:
        members.fail("jkt is not the thumbprint of a P-256 key")
    device = SimpleNamespace(key=key, approver=approver, revoked_at=members.optional(members.unsigned, "revoked_at"))
    members.end()
    return device


def _token(members: Members, approver: SimpleNamespace) -> SimpleNamespace:
    require(members.string("kind") == "fido2", "unsupported_feature", "a token of another kind")
    key = keys.from_cose(members.binary("cose"))
    token = SimpleNamespace(
        kind="fido2",
        key=key if key else members.fail("cose is not a canonical ES256 key"),
        aaguid=members.identifier("aaguid"),
        approver=approver,
        revoked_at=members.optional(members.unsigned, "revoked_at"),
    )
    members.binary("credential_id")
    members.end()
    return token


def _add(table: dict, name, item) -> None:
    require(name not in table, CODE, "something is named twice")
    table[name] = item
