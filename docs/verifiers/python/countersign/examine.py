"""The entry `examine` (docs/protocol.md, section 7): steps 1 to 4 and 8 to 12, from a trust file."""

from . import presentation
from .proof import read_proof
from .request import verified_request
from .trust import is_revoked
from .wire import pae, require, sha256, to_base64url

# {template, version, sha256} of every published template.
TEMPLATES = {
    ("generic", 1, sha256((presentation.TABLES / "generic-1.json").read_bytes())),
}
USER_PRESENT, USER_VERIFIED = 0x01, 0x04


def examine(trust, request_wire: bytes, proof_wire: bytes, at: int = None) -> str:
    """The decision of a valid proof; raises Refused with the code of the first check that fails."""
    proof = read_proof(proof_wire)  # 1
    statement = proof.statement
    time = statement.at if at is None else at
    request = verified_request(request_wire, trust)  # 2
    _about(statement, request)
    _context(statement, request, trust)  # 3
    require(time >= request.iat, "not_yet_valid", "before the request was issued")  # 4
    require(time < request.exp, "expired", "the request has expired")
    _device(proof, trust, time)  # 8
    _approver(statement, request, trust)  # 9
    token = _token(proof, request, trust, time)  # 10
    _evidence(proof, token, trust.aud)  # 11
    _display(statement, request)  # 12
    return statement.decision


def _about(statement, request) -> None:
    require(statement.request_sha256 == request.digest, "request_mismatch", "about another request")
    repeated = (statement.request_id, statement.session_id, statement.session_cnf)
    same = repeated == (request.request_id, request.session.id, request.session.jkt)
    require(same, "statement_mismatch", "the request is repeated wrongly")


def _context(statement, request, trust) -> None:
    require(statement.iss == request.iss == trust.issuer, "wrong_issuer", "another issuer")
    require(statement.aud == request.aud == trust.aud, "wrong_audience", "another audience")
    require(statement.epoch == request.epoch, "wrong_epoch", "another epoch")
    require(statement.nonce == request.nonce, "wrong_nonce", "another nonce")


def _device(proof, trust, time: int) -> None:
    device = trust.devices.get(proof.statement.device_jkt)
    require(device is not None, "unknown_device", "the device is not enrolled")
    require(not is_revoked(device, time), "device_revoked", "the device was revoked")
    signed = pae("device-decision", proof.d)
    require(device.key.verifies(signed, proof.device_sig), "bad_device_signature", "not signed by the device")
    require(device.approver.id == proof.statement.approver, "device_mismatch", "another approver's device")


def _approver(statement, request, trust) -> None:
    approver = trust.approvers[statement.approver]  # step 8 found the device at this approver
    in_group = any(group in request.groups for group in approver.groups)
    require(in_group, "approver_not_eligible", "in none of the groups")
    own = any(principal in (approver.id, approver.person) for principal in request.principals)
    require(statement.decision != "approve" or not own, "approver_is_requester", "their own request")


def _token(proof, request, trust, time: int):
    token = trust.tokens.get(proof.credential_id)
    known = token is not None and token.approver.id == proof.statement.approver
    require(known, "unknown_token", "not a token of this approver")
    require(not is_revoked(token, time), "token_revoked", "the token was revoked")
    models = request.confirmation.aaguids
    allowed = token.kind in request.confirmation.token_kinds and (not models or token.aaguid in models)
    require(allowed, "token_not_allowed", "a kind or model that the request does not allow")
    return token


def _evidence(proof, token, aud: str) -> None:
    challenge = to_base64url(proof.challenge)
    expected = (
        f'{{"type":"webauthn.get","challenge":"{challenge}","origin":"countersign://{aud}","crossOrigin":false}}'
    )
    require(proof.client_data == expected.encode(), "client_data_mismatch", "not this decision's client data")
    data = proof.authenticator_data
    require(len(data) == 37, "malformed_authenticator_data", "not 37 bytes")
    require(data[:32] == sha256(aud.encode()), "wrong_rp_id", "for another RP ID")
    flags = data[32]
    require(flags & USER_PRESENT, "user_not_present", "nobody touched the token")
    require(flags & USER_VERIFIED, "user_not_verified", "the token did not verify its user")
    require(flags == USER_PRESENT | USER_VERIFIED, "unexpected_flags", "flags beyond UP and UV")
    signed = data + sha256(proof.client_data)
    require(token.key.verifies_der(signed, proof.signature), "bad_token_signature", "not signed by the token")


def _display(statement, request) -> None:
    require(request.display in TEMPLATES, "unknown_template", "not a published template")
    shown = presentation.display_digest(request.payload)
    require(statement.display_digest == shown, "display_mismatch", "another presentation")
    if statement.decision != "approve":
        return
    required = request.confirmation
    require(statement.phrase_typed or not required.phrase_required, "phrase_required", "the phrase was not typed")
    enough = statement.reviewed_ms >= required.min_review_seconds * 1000
    require(enough, "review_too_short", "the review was too short")
