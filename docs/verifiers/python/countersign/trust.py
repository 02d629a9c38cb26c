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
        self.demo = False  # only a gateway knows which of its tokens is the demo's
        self.gateway_keys = {}
        self.approvers, self.devices, self.tokens = {}, {}, {}
        for key in members.inners("gateway_keys"):
            pinned = GatewayKey(key)
            add(self.gateway_keys, pinned.key.thumbprint, pinned)
        for approver in members.inners("approvers"):
            self._approver(approver)
        x509 = members.inner("x509")
        require(not x509.array("roots") and not x509.array("ekus"), "unsupported_feature", "x509 trust")
        x509.end()
        members.end()

    def _approver(self, members: Members) -> None:
        approver = SimpleNamespace(
            id=members.identifier("id"),
            person=members.string("person"),
            groups=members.identifiers("groups"),
            standing=lambda time: "good",
        )
        add(self.approvers, approver.id, approver)
        for device in members.inners("devices"):
            self._device(device, approver.id)
        for token in members.inners("tokens"):
            self._token(token, approver.id)
        members.end()

    def _device(self, members: Members, approver: str) -> None:
        device = SimpleNamespace(key=read_device_key(members), approver=approver, standing=_standing(members))
        if members.identifier("jkt") != device.key.thumbprint:
            members.fail("jkt is not the key's thumbprint")
        members.end()
        add(self.devices, device.key.thumbprint, device)

    def _token(self, members: Members, approver: str) -> None:
        token = read_credential(members)
        token.approver, token.demo, token.standing = approver, False, _standing(members)
        members.end()
        add(self.tokens, token.id, token)


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


def read_credential(members: Members) -> SimpleNamespace:
    """The members of a token that say which one it is."""
    require(members.string("kind") == "fido2", "unsupported_feature", "a token of another kind")
    key = keys.from_cose(members.binary("cose"))
    return SimpleNamespace(
        kind="fido2",
        id=members.binary("credential_id"),
        key=key if key else members.fail("cose is not a canonical ES256 key"),
        aaguid=members.identifier("aaguid"),
    )


def read_device_key(members: Members):
    key = keys.from_jwk(members.inner("jwk"))
    return key if isinstance(key, keys.P256Key) else members.fail("not a P-256 key")


def add(table: dict, name, item) -> None:
    require(name not in table, CODE, "something is named twice")
    table[name] = item


def _standing(members: Members):
    """A function from a time to the standing then."""
    revoked_at = members.optional(members.unsigned, "revoked_at")
    return lambda time: "good" if revoked_at is None or time < revoked_at else "revoked"
