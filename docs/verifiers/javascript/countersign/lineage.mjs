// Chained requests (docs/protocol.md, section 2.1): step 5 for them.

import { verifiedRequest } from './request.mjs';
import { require } from './wire.mjs';

const MAX_ANCESTORS = 8;

/** The ancestors of a request, the parent first: each stored, approved and live, and the request inside it. */
export function liveAncestors(request, state, isSameJson) {
  const ancestors = [];
  let child = request;
  while (child.parent) {
    const stored = state.requests.get(child.parent.requestId);
    require(stored, 'unknown_parent', "no request has the parent's id");
    const parent = link(ancestors, child, stored.envelope, state);
    const session = state.sessions.get(parent.session.id);
    const lives = session?.live && isSameJson(session.session, parent.payload.get('session'));
    const approved = stored.status === 'approved' && state.now < parent.exp && parent.epoch.equals(state.epoch);
    require(approved && lives, 'parent_not_live', 'the parent or its session has ended');
    child = parent;
  }
  if (ancestors.length > 0) {
    hasRoom(request, ancestors[0], state);
  }
  return ancestors;
}

/** The same for envelopes at hand, as far as they show it. */
export function givenAncestors(request, envelopes, trust) {
  const ancestors = [];
  for (const envelope of envelopes) {
    link(ancestors, ancestors.at(-1) ?? request, envelope, trust);
  }
  return ancestors;
}

function link(ancestors, child, envelope, trust) {
  const parent = verifiedRequest(envelope, trust);
  isInside(child, parent);
  require(ancestors.length < MAX_ANCESTORS, 'too_deep', 'the chain is too long');
  ancestors.push(parent);
  return parent;
}

function isInside(child, parent) {
  const named = child.parent;
  const same = named && named.requestId === parent.requestId && named.sha256.equals(parent.digest);
  require(same && child.epoch.equals(parent.epoch), 'parent_mismatch', 'not the parent that was named');
  require(child.exp <= parent.exp, 'outlives_parent', 'would outlive its parent');
  for (const { map: detail } of child.details) {
    const entry = parent.delegates.get(detail.get('type'));
    const covered =
      entry && isSubset(detail.get('locations'), entry.locations) && isSubset(detail.get('actions'), entry.actions);
    require(covered, 'outside_parent', 'a detail that the parent does not allow');
  }
  for (const [type, passedOn] of child.delegates) {
    const entry = parent.delegates.get(type);
    const covered =
      entry &&
      isSubset(passedOn.locations, entry.locations) &&
      isSubset(passedOn.actions, entry.actions) &&
      passedOn.maxChildren <= entry.maxChildren;
    require(covered, 'outside_parent', 'passes on more than the parent allows');
    require(passedOn.depth < entry.depth, 'too_deep', 'passes on to too many levels');
  }
}

/** An absent list would mean everywhere and everything, so it is outside. */
function isSubset(asked, allowed) {
  return Array.isArray(asked) && asked.length > 0 && asked.every((item) => allowed.includes(item));
}

function hasRoom(request, parent, state) {
  for (const type of new Set(typesOf(request))) {
    let siblings = 0;
    for (const [id, stored] of state.requests) {
      if (id !== request.requestId && stored.status === 'approved') {
        const other = verifiedRequest(stored.envelope, state);
        siblings += other.parent?.requestId === parent.requestId && typesOf(other).includes(type) ? 1 : 0;
      }
    }
    const room = siblings < parent.delegates.get(type).maxChildren;
    require(room, 'too_many_children', 'the parent has had all its children');
  }
}

const typesOf = (request) => request.details.map((detail) => detail.map.get('type'));
