import { type Ask, type HostDay, plan, type PlanRules } from '../src/meetings';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A request near midnight counts for both days, so the next one is safe only a moment later. */
const MARGIN = 30_000;
/** As the server has them unless it is told otherwise. */
export const RULES: PlanRules = { limit: 100, reserve: 10, settlingMs: 3_000 };

/** What happens to the appointments of a rep, in milliseconds since the day began. */
export type RepEvent = { at: number; slot: number } & (
  { kind: 'book' | 'move'; startsAt: number } | { kind: 'cancel' | 'edit' }
);

/** When bookings come in, in hours of the UTC day, as `share` goes from 0 to 1 over the bookings. */
export const PATTERNS = {
  'a morning rush': (share) => (share < 0.8 ? 8 + 3.75 * share : 11 + 60 * (share - 0.8)),
  'even over ten hours': (share) => 9 + 10 * share,
  'even over the whole day': (share) => 24 * share,
  'a late burst': (share) => (share < 0.15 ? 4 + 100 * share : 19 + (5 * (share - 0.15)) / 0.85),
} as const satisfies Record<string, (share: number) => number>;

export type Pattern = keyof typeof PATTERNS;

/** So many bookings: 30 % are moved, 15 % cancelled, and each fourth is edited, once to five times in a row. */
export function repDay(pattern: Pattern, bookings: number, random: () => number): RepEvent[] {
  const events: RepEvent[] = [];
  const someStart = () => (9 + 24 * Math.floor(1 + 13 * random()) + Math.floor(16 * random()) / 2) * HOUR;
  for (let slot = 0; slot < bookings; slot += 1) {
    const at = PATTERNS[pattern]((slot + random()) / bookings) * HOUR;
    const later = () => at + random() * Math.max(0, Math.min(5 * HOUR, 23.9 * HOUR - at));
    const startsAt = random() < 0.1 ? at + (6 + 3 * random()) * HOUR : someStart();
    events.push({ at, slot, kind: 'book', startsAt });
    if (random() < 0.3) events.push({ at: later(), slot, kind: 'move', startsAt: someStart() });
    if (random() < 0.25) {
      const first = later();
      const times = 1 + Math.floor(5 * random());
      for (let edit = 0; edit < times; edit += 1) events.push({ at: first + edit * 800, slot, kind: 'edit' });
    }
    if (random() < 0.15) events.push({ at: later(), slot, kind: 'cancel' });
  }
  return events.sort((a, b) => a.at - b.at);
}

/** What became of a day's requests. */
export interface DayResult {
  links: number;
  updates: number;
  deletions: number;
  /** Links and deletions that wait for another day when it ends. */
  linksWaiting: number;
  deletionsWaiting: number;
}

/** Every request at once, until the day's units are gone. */
export function naively(events: readonly RepEvent[]): DayResult {
  const asked = { links: 0, updates: 0, deletions: 0, linksWaiting: 0, deletionsWaiting: 0 };
  const spend = (kind: 'links' | 'updates' | 'deletions') => {
    if (asked.links + asked.updates + asked.deletions < RULES.limit) asked[kind] += 1;
    else if (kind !== 'updates') asked[kind === 'links' ? 'linksWaiting' : 'deletionsWaiting'] += 1;
  };
  const gone = new Set<number>();
  for (const { kind, slot } of events.filter((event) => !gone.has(event.slot) || event.kind !== 'edit')) {
    if (kind === 'book' || kind === 'move') spend('links');
    if (kind === 'edit') spend('updates');
    if (kind === 'move' || kind === 'cancel') spend('deletions');
    if (kind === 'cancel') gone.add(slot);
  }
  return asked;
}

interface Meeting {
  slot: number;
  startsAt: number;
  wanted: boolean;
  made: boolean;
  changedAt: number | null;
  owedSince: number;
  retryAt: number;
}

/** The same days by the plan, with the rules of the meetings' state machine, in a world without faults. */
export class PlannedRep {
  readonly spent: { at: number; kind: Ask['kind']; startsAt: number; keep: number }[] = [];
  private readonly meetings: Meeting[] = [];
  private now = 0;

  constructor(private readonly rules: PlanRules = RULES) {}

  /** @param dayNumber counted from 0: the events are of that day */
  run(events: readonly RepEvent[], dayNumber = 0): DayResult {
    const began = dayNumber * DAY;
    for (const event of events) {
      this.workUntil(began + event.at);
      this.happen(event, began);
    }
    this.workUntil(began + DAY - 1);
    return this.result(dayNumber);
  }

  owed(): { links: number; deletions: number } {
    const owed = this.meetings.filter((meeting) => this.owes(meeting));
    const deletions = owed.filter(({ wanted }) => !wanted).length;
    return { links: owed.filter(({ wanted, made }) => wanted && !made).length, deletions };
  }

  private result(dayNumber: number): DayResult {
    const count = (kind: Ask['kind']) =>
      this.spent.filter((spent) => spent.kind === kind && Math.floor(spent.at / DAY) === dayNumber).length;
    const { links: linksWaiting, deletions: deletionsWaiting } = this.owed();
    const [links, updates, deletions] = [count('create'), count('update'), count('delete')];
    return { links, updates, deletions, linksWaiting, deletionsWaiting };
  }

  private happen(event: RepEvent, began: number): void {
    const current = this.meetings.find(({ slot, wanted }) => slot === event.slot && wanted);
    if (event.kind === 'edit') {
      if (!current?.made) return;
      current.owedSince = current.changedAt === null ? this.now : current.owedSince;
      Object.assign(current, { changedAt: this.now, retryAt: 0 });
      return;
    }
    if (event.kind !== 'book' && !current) return;
    if (current) Object.assign(current, { wanted: false, owedSince: this.now, retryAt: 0 });
    if (!('startsAt' in event)) return;
    const { slot } = event;
    const fresh = { wanted: true, made: false, changedAt: null, owedSince: this.now, retryAt: 0 };
    this.meetings.push({ slot, startsAt: began + event.startsAt, ...fresh });
  }

  /** Makes every request that may be made until then, each at its time. */
  private workUntil(end: number): void {
    while (this.now < end) {
      const due = this.meetings.filter((meeting) => this.owes(meeting) && meeting.retryAt <= this.now);
      const next = due.sort((a, b) => this.worth(a) - this.worth(b) || a.startsAt - b.startsAt)[0];
      if (next) this.step(next);
      else this.sleep(end);
    }
  }

  private sleep(end: number): void {
    const waiting = this.meetings.filter((meeting) => this.owes(meeting)).map(({ retryAt }) => retryAt);
    this.now = Math.min(...waiting, end);
  }

  private step(meeting: Meeting): void {
    const kind = kindOf(meeting);
    const { startsAt, owedSince, changedAt } = meeting;
    const verdict = plan({ kind, startsAt, owedSince, owedUntil: startsAt, changedAt }, this.day(), this.rules);
    if (!verdict.go) {
      meeting.retryAt = verdict.until;
      return;
    }
    this.spent.push({ at: this.now, kind, startsAt, keep: verdict.keep });
    if (kind === 'delete') meeting.made = false;
    if (kind === 'create') meeting.made = true;
    meeting.changedAt = null;
  }

  private day(): HostDay {
    const began = this.now - (this.now % DAY);
    const today = this.spent.filter(({ at }) => at >= began);
    const linksOf = (from: number) =>
      this.spent.filter(({ at, kind }) => kind === 'create' && at >= from && at < from + DAY).length;
    const owed = this.meetings.filter((meeting) => this.owes(meeting));
    return {
      now: this.now,
      resetsAt: began + DAY,
      roomAgainAt: began + DAY + MARGIN,
      pausedUntil: null,
      used: today.length,
      housekeeping: today.filter(({ kind }) => kind !== 'create').length,
      deletions: today.filter(({ kind }) => kind === 'delete').length,
      lastLinkAt: this.spent.filter(({ kind }) => kind === 'create').at(-1)?.at ?? null,
      busiestDay: Math.max(0, ...[1, 2, 3, 4, 5, 6, 7].map((days) => linksOf(began - days * DAY))),
      waitingLinks: owed.filter(({ wanted, made }) => wanted && !made).length,
      nearLinks: owed.filter((meeting) => meeting.wanted && !meeting.made && this.isNear(meeting)).length,
      backlog: owed.filter(({ wanted, owedSince }) => !wanted && owedSince < began).length,
    };
  }

  private owes({ wanted, made, changedAt, startsAt }: Meeting): boolean {
    return startsAt > this.now && (wanted ? !made || changedAt !== null : made);
  }

  /** Without the links of meetings that are looked at or handed over, as MeetingStore.mostUrgent has it. */
  private worth(meeting: Meeting): number {
    const kind = kindOf(meeting);
    const near = this.isNear(meeting);
    if (kind !== 'delete') return (kind === 'create' ? 0 : 1) + (near ? 0 : 2);
    if (near) return 4;
    return meeting.owedSince < this.now - (this.now % DAY) ? 5 : 6;
  }

  private isNear({ startsAt }: Meeting): boolean {
    return startsAt <= this.now - (this.now % DAY) + DAY + HOUR;
  }
}

function kindOf({ wanted, made }: Meeting): Ask['kind'] {
  if (!wanted) return 'delete';
  return made ? 'update' : 'create';
}
