"""The evidence of a smart card: a compact JWS over the statement (docs/protocol.md, section 6.1)."""

import json
from types import SimpleNamespace

from . import certificate, strict_json
from .wire import Members, from_base64url, parse_object, require, sha256, to_base64url

CODE = "malformed_jws"


def read_jws(text: str) -> SimpleNamespace:
    """Raises Refused with malformed_jws or malformed_certificate."""
    parts = [from_base64url(part) for part in text.split(".")]
    require(len(parts) == 3 and None not in parts, CODE, "not three parts of canonical base64url")
    header, payload, signature = parts
    require(len(header) <= strict_json.MAX_BYTES, CODE, "a header of more than 64 KiB")
    members = Members(parse_object(header, strict_json.MAX_BYTES, CODE), CODE)
    alg = members.one_of("alg", "ES256", "ES384", "PS256")
    typ = members.one_of("typ", "decision+jws")
    x5c = members.strings("x5c")
    chain = read_chain(x5c, CODE, "malformed_certificate")
    thumbprint = members.binary("x5t#S256")
    require(thumbprint == sha256(chain[0].der), CODE, "x5t#S256 is not the first certificate's")
    members.end()
    # Nothing in these strings needs an escape.
    one = {"alg": alg, "typ": typ, "x5c": x5c, "x5t#S256": to_base64url(thumbprint)}
    require(header == json.dumps(one, separators=(",", ":")).encode(), CODE, "not in its one serialisation")
    signed = text.rpartition(".")[0].encode()
    return SimpleNamespace(alg=alg, chain=chain, payload=payload, signature=signature, signed=signed)


def read_chain(x5c: list, code: str, certificate_code: str) -> list:
    require(1 <= len(x5c) <= 4, code, "not 1 to 4 certificates")
    return [certificate.refused_as(certificate_code, certificate.from_base64, text) for text in x5c]


def token_id(leaf: certificate.Certificate) -> tuple:
    """A card is enrolled under its key."""
    return ("x509", sha256(leaf.spki))
