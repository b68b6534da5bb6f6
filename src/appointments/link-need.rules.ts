import type { JoinLinks } from '../calendars';
import type { SeatedIn } from './link.store';
import { wishes } from './wish.rules';
import type { SlotRow } from './slot.entity';

/** Whose a meeting is: a slot's, or that of a series for all its slots under one host. */
export interface LinkOwner {
  /** Exactly one of the two is given. */
  slotId: string | null;
  seriesId: string | null;
  hostUserId: string | null;
}

/** What a meeting is needed for now. */
export interface LinkNeed extends LinkOwner {
  accountId: string;
  calendarId: string;
  wanted: boolean;
  joinLinks: JoinLinks;
  topic: string;
  /** Of a series: the next start and the last end of the slots that need it. */
  startsAt: Date;
  endsAt: Date;
  /** Those who sit in the slot, or in the slots of the series that need it. */
  appointmentIds: string[];
  /** Whose link it is: the slot, or those of the series that need it. */
  slots: SlotRow[];
}

/** Whose link a slot has. */
export function linkOwnerOf({ id, linkSeriesId, leadUserId }: SlotRow): LinkOwner {
  return { slotId: linkSeriesId === null ? id : null, seriesId: linkSeriesId, hostUserId: leadUserId };
}

/** A slot that has its series' link needs none of its own. */
export function needOfSlot(slot: SlotRow, seated: SeatedIn[], now: Date): LinkNeed {
  const { id, accountId, calendarId, leadUserId, topic, startsAt, endsAt } = slot;
  return {
    ...{ accountId, slotId: id, seriesId: null, calendarId, hostUserId: leadUserId, topic, startsAt, endsAt },
    joinLinks: slot.joinLinks,
    wanted: slot.linkSeriesId === null && needsLink(slot, seated, now),
    appointmentIds: seatedIn(slot, seated).map((appointment) => appointment.id),
    slots: [slot],
  };
}

/** One meeting for all that lies ahead under the host. With nothing ahead it spans no time. */
export function needOfSeries(
  owner: LinkOwner & { accountId: string; calendarId: string },
  slots: SlotRow[],
  seated: SeatedIn[],
  now: Date,
): LinkNeed {
  const { seriesId, hostUserId } = owner;
  const ahead = slots.filter(
    ({ linkSeriesId, leadUserId, endsAt }) => linkSeriesId === seriesId && leadUserId === hostUserId && endsAt > now,
  );
  const needing = ahead.filter((slot) => needsLink(slot, seated, now));
  const concerned = needing.length > 0 ? needing : ahead;
  const next = soonest(concerned.filter(({ startsAt }) => startsAt > now)) ?? soonest(concerned);
  return {
    ...owner,
    wanted: needing.length > 0,
    joinLinks: next?.joinLinks ?? 'shared',
    topic: commonest(concerned.map(({ topic }) => topic)),
    startsAt: next?.startsAt ?? now,
    endsAt: new Date(Math.max(now.getTime(), ...concerned.map(({ endsAt }) => endsAt.getTime()))),
    appointmentIds: needing.flatMap((slot) => seatedIn(slot, seated).map((appointment) => appointment.id)),
    slots: needing,
  };
}

function needsLink(slot: SlotRow, seated: SeatedIn[], now: Date): boolean {
  const needing = seatedIn(slot, seated).some((appointment) => wishes(appointment, slot));
  return slot.live && needing && slot.endsAt > now;
}

function seatedIn({ id }: SlotRow, seated: SeatedIn[]): SeatedIn[] {
  return seated.filter(({ slotId }) => slotId === id);
}

function soonest(slots: SlotRow[]): SlotRow | undefined {
  return [...slots].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())[0];
}

/** One occurrence that is called otherwise does not rename the meeting of all. */
function commonest(topics: string[]): string {
  const count = new Map<string, number>();
  for (const topic of topics) count.set(topic, (count.get(topic) ?? 0) + 1);
  return [...count].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? '';
}
