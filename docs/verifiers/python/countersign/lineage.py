"""Chained requests (docs/protocol.md, section 2.1): what parent and delegates say, and step 5 for them."""

from .request import verified_request
from .wire import require

MAX_ANCESTORS = 8


def live(request, state) -> list:
    """The ancestors of a request, the parent first: each stored, approved and live, and the request inside it."""
    ancestors = []
    child = request
    while child.parent is not None:
        stored = state.requests.get(child.parent.request_id)
        require(stored is not None, "unknown_parent", "no request has the parent's id")
        parent = _link(ancestors, child, stored.envelope, state)
        session = state.sessions.get(parent.session.id)
        lives = session is not None and session.live and session.session == parent.payload["session"]
        approved = stored.status == "approved" and state.now < parent.exp and parent.epoch == state.epoch
        require(approved and lives, "parent_not_live", "the parent or its session has ended")
        child = parent
    if ancestors:
        _has_room(request, ancestors[0], state)
    return ancestors


def given(request, envelopes: list, trust) -> list:
    """The same for envelopes at hand, as far as they show it."""
    ancestors = []
    for envelope in envelopes:
        _link(ancestors, ancestors[-1] if ancestors else request, envelope, trust)
    return ancestors


def _link(ancestors: list, child, envelope: bytes, trust):
    parent = verified_request(envelope, trust)
    _is_inside(child, parent)
    require(len(ancestors) < MAX_ANCESTORS, "too_deep", "the chain is too long")
    ancestors.append(parent)
    return parent


def _is_inside(child, parent) -> None:
    named = child.parent
    same = named is not None and (named.request_id, named.sha256) == (parent.request_id, parent.digest)
    require(same and child.epoch == parent.epoch, "parent_mismatch", "not the parent that was named")
    require(child.exp <= parent.exp, "outlives_parent", "would outlive its parent")
    for detail in child.details:
        entry = parent.delegates.get(detail["type"])
        covered = entry is not None and all(
            _is_subset(detail.get(name), getattr(entry, name)) for name in ("locations", "actions")
        )
        require(covered, "outside_parent", "a detail that the parent does not allow")
    for kind, passed_on in child.delegates.items():
        entry = parent.delegates.get(kind)
        covered = (
            entry is not None
            and set(passed_on.locations) <= set(entry.locations)
            and set(passed_on.actions) <= set(entry.actions)
            and passed_on.max_children <= entry.max_children
        )
        require(covered, "outside_parent", "passes on more than the parent allows")
        require(passed_on.depth < entry.depth, "too_deep", "passes on to too many levels")


def _is_subset(asked, allowed: list) -> bool:
    """An absent list would mean everywhere and everything, so it is outside."""
    return isinstance(asked, list) and bool(asked) and all(isinstance(item, str) and item in allowed for item in asked)


def _has_room(request, parent, state) -> None:
    for kind in {detail["type"] for detail in request.details}:
        siblings = [
            other
            for request_id, stored in state.requests.items()
            if request_id != request.request_id and stored.status == "approved"
            for other in [verified_request(stored.envelope, state)]
            if other.parent is not None
            and other.parent.request_id == parent.request_id
            and any(detail["type"] == kind for detail in other.details)
        ]
        room = len(siblings) < parent.delegates[kind].max_children
        require(room, "too_many_children", "the parent has had all its children")
