"""The trust file (docs/protocol.md, section 7): whom and what a verification trusts."""

import re
from types import SimpleNamespace

from . import card, certificate, keys, revocation
from .wire import Members, from_base64url, parse_object, require

MAX_BYTES = 16 * 1024 * 1024
CODE = "malformed_json"
OID = re.compile(r"[0-2](\.(0|[1-9][0-9]{0,38})){1,24}")


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
        self.x509 = read_x509(members.inner("x509"))
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


def read_x509(members: Members) -> SimpleNamespace:
    """Which cards are trusted, and what is known of revoked ones."""
    x509 = SimpleNamespace(
        roots=[certificate.refused_as(CODE, certificate.Certificate, data) for data in _binaries(members, "roots")],
        ekus=_purposes(members, "ekus"),
        policies=members.optional(lambda name: _purposes(members, name), "policies") or [],
        statements=[],
        max_age=None,  # a gateway's own limit on the age of statements; none for an archived proof
    )
    for name, kind in (("crls", revocation.Crl), ("ocsp", revocation.Ocsp)):
        statements = members.optional(lambda each: _binaries(members, each), name) or []
        x509.statements += [certificate.refused_as(CODE, kind, data) for data in statements]
    members.end()
    require(all(root.is_authority() for root in x509.roots), CODE, "a root is no authority")
    return x509


def _binaries(members: Members, name: str) -> list:
    values = [from_base64url(text) for text in members.strings(name)]
    require(None not in values and len(set(values)) == len(values), CODE, f"{name} is not base64url, each once")
    return values


def _purposes(members: Members, name: str) -> list:
    oids = members.identifiers(name)
    formed = all(OID.fullmatch(oid) and oid not in (certificate.ANY_EKU, certificate.ANY_POLICY) for oid in oids)
    require(formed and len(set(oids)) == len(oids), CODE, f"{name} is not a list of single purposes, each once")
    return oids


def read_credential(members: Members) -> SimpleNamespace:
    """The members of a token that say which one it is."""
    kind = members.string("kind")
    if kind in ("x509", "x509_possession"):
        leaf = card.read_chain(members.strings("x5c"), CODE, CODE)[0]
        usable = leaf.key is not None and leaf.key.alg is not None
        require(usable, CODE, "not a key that can make evidence")
        return SimpleNamespace(kind=kind, id=card.token_id(leaf), key=leaf.key)
    require(kind == "fido2", "unsupported_feature", "a token of another kind")
    credential_id, key = members.binary("credential_id"), keys.from_cose(members.binary("cose"))
    require(key is not None, CODE, "cose is not a canonical ES256 key")
    aaguid = members.identifier("aaguid")
    return SimpleNamespace(kind=kind, id=("webauthn", credential_id), key=key, aaguid=aaguid)


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
