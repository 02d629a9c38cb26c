"""Refusals, binary in JSON, typed members, and signed envelopes (docs/protocol.md, section 1)."""

import base64
import hashlib
import re

from . import strict_json

MAX_ENVELOPE = 88_404


class Refused(Exception):
    """A check failed; the code is one of section 7."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code


def require(holds: bool, code: str, sentence: str) -> None:
    if not holds:
        raise Refused(code, sentence)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def media_type(name: str) -> str:
    return f"application/vnd.countersign.{name}.v1+json"


def pae(name: str, body: bytes) -> bytes:
    kind = media_type(name).encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str):
    """The bytes, or None. The module skips foreign characters and left-over bits: only what encodes back is right."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if to_base64url(data) == text else None


def parse_object(document: bytes, limit: int, code: str) -> dict:
    require(len(document) <= limit, "too_large", f"more than {limit} bytes")
    try:
        value = strict_json.parse(document)
    except strict_json.NotStrict as error:
        raise Refused(code, str(error)) from error
    require(isinstance(value, dict), code, "not an object")
    return value


class Members:
    """Takes the members out of an object, each with its type; end() refuses what was not taken."""

    def __init__(self, members: dict, code: str):
        self.members = members
        self.code = code
        self.taken = set()

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def fail(self, sentence: str):
        raise Refused(self.code, sentence)

    def value(self, name: str):
        if name not in self.members:
            self.fail(f"{name} is missing")
        self.taken.add(name)
        return self.members[name]

    def _typed(self, name: str, kind: type):
        value = self.value(name)
        if type(value) is not kind:  # not isinstance: a bool is an int in Python
            self.fail(f"{name} is not of its type")
        return value

    def string(self, name: str) -> str:
        return self._typed(name, str)

    def boolean(self, name: str) -> bool:
        return self._typed(name, bool)

    def integer(self, name: str) -> int:
        return self._typed(name, int)

    def unsigned(self, name: str) -> int:
        number = self.integer(name)
        return number if number >= 0 else self.fail(f"{name} is negative")

    def _identifier(self, name: str, text: str) -> str:
        return text if re.fullmatch(r"[!-~]{1,256}", text) else self.fail(f"{name} is not an identifier")

    def identifier(self, name: str) -> str:
        return self._identifier(name, self.string(name))

    def one_of(self, name: str, *allowed: str) -> str:
        text = self.string(name)
        return text if text in allowed else self.fail(f"{name} is none of {allowed}")

    def binary(self, name: str, size: int = None) -> bytes:
        data = from_base64url(self.string(name))
        # Outside of the signed objects base64url has a code of its own.
        code = "malformed_base64url" if self.code == "malformed_json" else self.code
        require(data is not None, code, f"{name} is not canonical base64url")
        return data if size in (None, len(data)) else self.fail(f"{name} is not {size} bytes")

    def inner(self, name: str) -> "Members":
        return Members(self._typed(name, dict), self.code)

    def array(self, name: str) -> list:
        return self._typed(name, list)

    def inners(self, name: str) -> list:
        items = self.array(name)
        if not all(isinstance(item, dict) for item in items):
            self.fail(f"{name} holds something that is no object")
        return [Members(item, self.code) for item in items]

    def strings(self, name: str) -> list:
        items = self.array(name)
        if not all(isinstance(item, str) for item in items):
            self.fail(f"{name} holds something that is no string")
        return items

    def identifiers(self, name: str) -> list:
        return [self._identifier(name, item) for item in self.strings(name)]

    def optional(self, kind, name: str):
        """kind is a method of this object: members.optional(members.string, "ticket")."""
        return kind(name) if name in self else None

    def version(self) -> None:
        """Judged before every other member: another version may have others."""
        require(self.integer("v") == 1, "unsupported_version", "only version 1 is understood")

    def end(self) -> None:
        unknown = self.members.keys() - self.taken
        if unknown:
            self.fail(f"unknown members: {sorted(unknown)}")


class Envelope:
    """A DSSE envelope in its one serialisation; its signature is not checked yet."""

    def __init__(self, wire: bytes, name: str):
        code = "malformed_envelope"
        members = Members(parse_object(wire, MAX_ENVELOPE, code), code)
        self.payload = members.binary("payload")
        require(len(self.payload) <= strict_json.MAX_BYTES, "too_large", "a payload of more than 64 KiB")
        kind = members.one_of("payloadType", media_type(name))
        signatures = members.inners("signatures")
        require(len(signatures) == 1, code, "not exactly one signature")
        self.keyid = signatures[0].identifier("keyid")
        self.signature = signatures[0].binary("sig", 64)
        self.signed = pae(name, self.payload)
        one = f'{{"payload":"{to_base64url(self.payload)}","payloadType":"{kind}","signatures":[{{"keyid":"%s","sig":"%s"}}]}}'
        one %= (self.keyid, to_base64url(self.signature))
        require(wire == one.encode(), code, "not in its one serialisation")

    def digest(self) -> bytes:
        return sha256(self.signed)
