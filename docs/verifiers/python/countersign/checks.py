"""The checks of docs/protocol.md, section 7, that both entries make. `trust` is a trust file or a gateway's state."""

from . import presentation
from .certificate import verified_path
from .revocation import require_not_revoked
from .wire import pae, require, sha256, to_base64url

USER_PRESENT, USER_VERIFIED = 0x01, 0x04


def about(statement, request) -> None:
    """Step 2, the second half."""
    require(statement.request_sha256 == request.digest, "request_mismatch", "about another request")
    repeated = (statement.request_id, statement.session_id, statement.session_cnf)
    same = repeated == (request.request_id, request.session.id, request.session.jkt)
    require(same, "statement_mismatch", "the request is repeated wrongly")


def context(statement, request, trust) -> None:
    """Step 3."""
    require(statement.iss == request.iss == trust.issuer, "wrong_issuer", "another issuer")
    require(statement.aud == request.aud == trust.aud, "wrong_audience", "another audience")
    require(statement.epoch == request.epoch, "wrong_epoch", "another epoch")
    require(statement.nonce == request.nonce, "wrong_nonce", "another nonce")


def time_is_right(request, time: int) -> None:
    """Step 4."""
    require(time >= request.iat, "not_yet_valid", "before the request was issued")
    require(time < request.exp, "expired", "the request has expired")


def device(proof, trust, time: int, caller_jkt: str):
    """Step 8: the enrolled device. An examination has no caller and gives the statement's own key."""
    statement = proof.statement
    found = trust.devices.get(statement.device_jkt)
    require(found is not None, "unknown_device", "the device is not enrolled")
    _good_standing("device", found, time)
    signed = pae("device-decision", proof.d)
    require(found.key.verifies(signed, proof.device_sig), "bad_device_signature", "not signed by the device")
    same = caller_jkt == statement.device_jkt and found.approver == statement.approver
    require(same, "device_mismatch", "another caller's or approver's device")
    return found


def _good_standing(what: str, item, time: int) -> None:
    standing = item.standing(time)
    require(standing == "good", f"{what}_{standing}", f"the {what} is {standing}")


def approver(statement, request, ancestors: list, trust, time: int) -> None:
    """Step 9."""
    found = trust.approvers.get(statement.approver)
    require(found is not None, "unknown_approver", "the approver is not enrolled")
    require(found.standing(time) == "good", "approver_revoked", "the approver is revoked or suspended")
    in_group = any(group in request.groups for group in found.groups)
    require(in_group, "approver_not_eligible", "in none of the groups")
    own = any(principal in (found.id, found.person) for asked in [request, *ancestors] for principal in asked.principals)
    require(statement.decision != "approve" or not own, "approver_is_requester", "their own request")


def token(proof, request, trust, time: int):
    """Step 10: the enrolled token."""
    found = trust.tokens.get(proof.evidence.token_id)
    known = found is not None and found.approver == proof.statement.approver
    require(known, "unknown_token", "not a token of this approver")
    _good_standing("token", found, time)
    require(trust.demo or not found.demo, "demo_key_refused", "the demo key is worth nothing here")
    models = request.confirmation.aaguids
    model = found.kind != "fido2" or not models or found.aaguid in models
    allowed = found.kind in request.confirmation.token_kinds and model
    require(allowed, "token_not_allowed", "a kind or model that the request does not allow")
    return found


def evidence(proof, enrolled, trust, time: int) -> None:
    """Step 11."""
    if proof.evidence.jws:
        _card(proof, enrolled, trust, time)
    else:
        _assertion(proof, enrolled, trust.aud)


def _card(proof, enrolled, trust, time: int) -> None:
    jws = proof.evidence.jws
    require(jws.alg == enrolled.key.alg, "wrong_algorithm", "not the algorithm of the enrolled key")
    require(jws.payload == proof.d, "payload_mismatch", "the payload is not the statement")
    signed = enrolled.key.verifies_jws(jws.signed, jws.signature)
    require(signed, "bad_token_signature", "not signed by the card")
    path = verified_path(jws.chain, trust.x509, time)
    require_not_revoked(path, trust.x509, time)


def _assertion(proof, enrolled, aud: str) -> None:
    challenge = to_base64url(proof.challenge)
    expected = (
        f'{{"type":"webauthn.get","challenge":"{challenge}","origin":"countersign://{aud}","crossOrigin":false}}'
    )
    require(proof.evidence.client_data_json == expected.encode(), "client_data_mismatch", "not this decision's client data")
    data = proof.evidence.authenticator_data
    require(len(data) == 37, "malformed_authenticator_data", "not 37 bytes")
    require(data[:32] == sha256(aud.encode()), "wrong_rp_id", "for another RP ID")
    flags = data[32]
    require(flags & USER_PRESENT, "user_not_present", "nobody touched the token")
    require(flags & USER_VERIFIED, "user_not_verified", "the token did not verify its user")
    require(flags == USER_PRESENT | USER_VERIFIED, "unexpected_flags", "flags beyond UP and UV")
    signed = data + sha256(proof.evidence.client_data_json)
    require(enrolled.key.verifies_der(signed, proof.evidence.signature), "bad_token_signature", "not signed by the token")


def display(statement, request) -> None:
    """Step 12."""
    published = presentation.TEMPLATES.get(request.display, ())
    types = {detail["type"] for detail in request.payload["authorization_details"]}
    known = any(of_type is None or types == {of_type} for of_type in published)
    require(known, "unknown_template", "not a published template for these types")
    shown = presentation.display_digest(request.payload)
    require(statement.display_digest == shown, "display_mismatch", "another presentation")
    if statement.decision != "approve":
        return
    required = request.confirmation
    require(statement.phrase_typed or not required.phrase_required, "phrase_required", "the phrase was not typed")
    enough = statement.reviewed_ms >= required.min_review_seconds * 1000
    require(enough, "review_too_short", "the review was too short")
