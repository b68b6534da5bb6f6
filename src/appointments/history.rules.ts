import type { Fact } from '../platform/events';
import { Invalid, type Page, type PageQuery, pageOf, positionOf } from '../platform/http';
import { AppointmentLinkChanged, AppointmentLinkSettled } from './appointments.events';
import type { LinkState } from './link.rules';

export interface HistoryItem {
  at: string;
  type: string;
  actor: { id: string } | null;
  subject: { id: string } | null;
  version: number;
  /** Of a change of its link, also in a slot it has left since. */
  link: LinkTransition | null;
  detail: Record<string, unknown>;
}

interface LinkTransition {
  slotId: string;
  from: LinkState;
  to: LinkState;
  reason: string | null;
}

interface LinkPayload {
  slotId: string;
  before: LinkState;
  state: LinkState;
  reason: string | null;
}

const LINK_FACTS = new Set([AppointmentLinkSettled.name, AppointmentLinkChanged.name]);

/**
 * A page of what happened to one thing.
 * @param facts all of it, in the order it was stored
 * @throws Invalid when the cursor is not of this history
 */
export function historyPage(facts: readonly Fact[], query: PageQuery): Page<HistoryItem> {
  const ordered = inOrder(facts);
  const after = positionOf(query);
  const last = after ? ordered.findIndex(({ id }) => id === after.id) : -1;
  if (after && last < 0) {
    const detail = 'not one this history gave out';
    throw Invalid(`/cursor: ${detail}`, { errors: [{ pointer: '/cursor', detail }] });
  }
  return pageOf(ordered.slice(last + 1), query, ({ at, id }) => ({ at, id }), historyItem);
}

/** Oldest first. Of one moment: by the version it made, and what an act did to the link behind the act. */
function inOrder(facts: readonly Fact[]): Fact[] {
  const rank = ({ name }: Fact) => (name === AppointmentLinkChanged.name ? 1 : 0);
  return facts.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || a.aggregateVersion - b.aggregateVersion || rank(a) - rank(b),
  );
}

function historyItem({ at, name, actorId, subjectId, aggregateVersion, payload }: Fact): HistoryItem {
  return {
    at: at.toISOString(),
    type: name,
    actor: actorId === null ? null : { id: actorId },
    subject: subjectId === null ? null : { id: subjectId },
    version: aggregateVersion,
    link: LINK_FACTS.has(name) ? linkOf(payload as unknown as LinkPayload) : null,
    detail: payload,
  };
}

function linkOf({ slotId, before, state, reason }: LinkPayload): LinkTransition {
  return { slotId, from: before, to: state, reason };
}
