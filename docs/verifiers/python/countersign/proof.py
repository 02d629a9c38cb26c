"""The proof and the decision statement in it (docs/protocol.md, sections 5 and 6)."""

from types import SimpleNamespace

from . import card
from .wire import Members, pae, parse_object, require, sha256, to_base64url

MAX_PROOF = 64 * 1024
MAX_STATEMENT = 16 * 1024
MAX_REASON = 2_000
WEBAUTHN = ("credential_id", "authenticator_data", "client_data_json", "signature")


def read_proof(wire: bytes) -> SimpleNamespace:
    """Step 1 of section 7."""
    members = Members(parse_object(wire, MAX_PROOF, "malformed_proof"), "malformed_proof")
    members.version()
    evidence = members.inner("evidence")
    name = "x509" if "x509" in evidence else "webauthn"
    found, text = (_x509 if name == "x509" else _webauthn)(evidence.inner(name))
    evidence.end()
    d, device_sig = members.binary("d"), members.binary("device_sig", 64)
    members.end()
    one = (
        f'{{"v":1,"d":"{to_base64url(d)}","device_sig":"{to_base64url(device_sig)}",'
        f'"evidence":{{"{name}":{{{text}}}}}}}'
    )
    require(wire == one.encode(), members.code, "not in its one serialisation")
    challenge = sha256(pae("decision", d))
    return SimpleNamespace(
        d=d, device_sig=device_sig, evidence=found, statement=read_statement(d), challenge=challenge
    )


def _webauthn(members: Members) -> tuple:
    """The evidence, and the members of its one serialisation."""
    parts = [members.binary(name) for name in WEBAUTHN]
    members.end()
    require(1 <= len(parts[0]) <= 1023, members.code, "credential_id is not 1 to 1023 bytes")
    text = ",".join(f'"{name}":"{to_base64url(part)}"' for name, part in zip(WEBAUTHN, parts))
    return SimpleNamespace(jws=None, token_id=("webauthn", parts[0]), **dict(zip(WEBAUTHN, parts))), text


def _x509(members: Members) -> tuple:
    compact = members.string("jws")
    members.end()
    jws = card.read_jws(compact)
    return SimpleNamespace(jws=jws, token_id=card.token_id(jws.chain[0])), f'"jws":"{compact}"'


def read_statement(d: bytes) -> SimpleNamespace:
    members = Members(parse_object(d, MAX_STATEMENT, "malformed_statement"), "malformed_statement")
    members.version()
    for name in ("offline", "warrant_sha256", "verifier_id"):
        require(name not in members, "unsupported_feature", name)
    statement = SimpleNamespace(
        request_sha256=members.binary("request_sha256", 32),
        request_id=members.identifier("request_id"),
        iss=members.identifier("iss"),
        aud=members.identifier("aud"),
        epoch=members.binary("epoch", 16),
        nonce=members.binary("nonce", 32),
        session_id=members.identifier("session_id"),
        session_cnf=members.identifier("session_cnf"),
        decision=members.one_of("decision", "approve", "deny", "deny_and_revoke"),
        reason=members.optional(members.string, "decision_reason"),
        approver=members.identifier("approver"),
        device_jkt=members.identifier("device_jkt"),
        challenge_sha256=members.binary("challenge_sha256", 32),
        display_digest=members.binary("display_digest", 32),
        reviewed_ms=members.unsigned("reviewed_ms"),
        phrase_typed=members.boolean("phrase_typed"),
        at=members.unsigned("at"),
    )
    statement.log = _log(members.inner("log"), statement.device_jkt)
    _app(members.inner("app"))
    members.end()
    if len(statement.reason or "") > MAX_REASON:
        members.fail("decision_reason is too long")
    return statement


def _log(members: Members, device_jkt: str) -> SimpleNamespace:
    origin = members.identifier("origin")
    log = SimpleNamespace(size=members.unsigned("size"), root=members.binary("root", 32))
    log.intent_index = members.unsigned("intent_index")
    members.end()
    if origin != "countersign.dev/device/" + device_jkt:
        members.fail("origin is not the device's log")
    if log.intent_index >= log.size:
        members.fail("the intent is outside the log")
    return log


def _app(members: Members) -> None:
    members.identifier("name")
    members.identifier("version")
    members.end()
