"""The entry `examine` (docs/protocol.md, section 7): steps 1 to 4, 5 for given parents, and 8 to 12, from a trust file."""

from . import checks, lineage
from .proof import read_proof
from .request import verified_request


def examine(trust, request_wire: bytes, proof_wire: bytes, at: int = None, parents: list = ()) -> str:
    """The decision of a valid proof; raises Refused with the code of the first check that fails."""
    proof = read_proof(proof_wire)  # 1
    statement = proof.statement
    time = statement.at if at is None else at
    request = verified_request(request_wire, trust)  # 2
    checks.about(statement, request)
    checks.context(statement, request, trust)  # 3
    checks.time_is_right(request, time)  # 4
    ancestors = lineage.given(request, parents, trust)  # 5
    checks.device(proof, trust, time, statement.device_jkt)  # 8
    checks.approver(statement, request, ancestors, trust, time)  # 9
    token = checks.token(proof, request, trust, time)  # 10
    checks.evidence(proof, token, trust, time)  # 11
    checks.display(statement, request)  # 12
    return statement.decision
