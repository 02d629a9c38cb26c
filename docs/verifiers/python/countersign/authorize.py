"""The entry `authorize` (docs/protocol.md, section 7): steps 1 to 14 against a gateway's recorded state, and the counter.

Step 15 is a gateway's: in one transaction it reads everything again, and only then a vote counts.
"""

from . import checks, lineage, log
from .proof import read_proof
from .request import verified_request
from .wire import require

CLOSED = {"denied": "already_decided"}  # every other status is a code of its own name


def authorize(state, proof_wire: bytes, log_wire: bytes) -> str:
    """The decision of a valid proof; raises Refused with the code of the first check that fails."""
    proof = read_proof(proof_wire)  # 1
    statement = proof.statement
    stored = state.requests.get(statement.request_id)  # 2
    require(stored is not None, "unknown_request", "no request has this id")
    request = verified_request(stored.envelope, state)
    checks.about(statement, request)
    checks.context(statement, request, state)  # 3
    require(request.epoch == state.epoch, "wrong_epoch", "the ledger was restored since the request")
    checks.time_is_right(request, state.now)  # 4
    _pending(stored, statement)  # 5
    ancestors = lineage.live(request, state) if statement.decision == "approve" else []
    _session(state, request)  # 6
    _challenge(state, statement)  # 7
    device = checks.device(proof, state, state.now, state.call.jkt)  # 8
    checks.approver(statement, request, ancestors, state, state.now)  # 9
    token = checks.token(proof, request, state, state.now)  # 10
    checks.evidence(proof, token, state, state.now)  # 11
    checks.display(statement, request)  # 12
    log.check(proof, device, state.witnessed.get(statement.device_jkt), log_wire)  # 13
    objects = state.policy_objection is not None and statement.decision == "approve"
    require(not objects, "policy_denied", str(state.policy_objection))  # 14
    # 15; a card keeps no counter
    shown = 0 if proof.evidence.jws else int.from_bytes(proof.evidence.authenticator_data[33:37], "big")
    rises = shown > token.counter or shown == token.counter == 0
    require(rises, "counter_not_rising", "the token's counter does not rise")
    return statement.decision


def _pending(stored, statement) -> None:
    if stored.status == "approved":
        stops = statement.decision != "approve" and stored.unredeemed_grants
        require(stops, "already_decided", "the request was already approved")
    elif stored.status != "pending":
        require(False, CLOSED.get(stored.status, stored.status), f"the request is {stored.status}")


def _session(state, request) -> None:
    current = state.sessions.get(request.session.id)
    require(current is not None and current.live, "session_ended", "the requester's session has ended")
    same = current.session == request.payload["session"]
    require(same, "session_changed", "the requester's session has changed")


def _challenge(state, statement) -> None:
    issued = state.challenges.get(statement.challenge_sha256)
    require(issued is not None, "unknown_challenge", "no such challenge was issued")
    require(not issued.used, "challenge_used", "the challenge was used")
    require(state.now < issued.exp, "challenge_expired", "the challenge has expired")
    issued_for = (issued.request_sha256, issued.approver, issued.device_jkt, issued.approver_session)
    used_for = (statement.request_sha256, statement.approver, statement.device_jkt, state.call.approver_session)
    require(issued_for == used_for, "challenge_mismatch", "issued for something else")
