import type { QuotaDay, QuotaSpending } from '../zoom';

/** Units of a day, which are requests to create, update or delete a meeting. See docs/quota.md. */
export interface PlanRules {
  /** A day's units. */
  limit: number;
  /** Units kept for what cannot wait for the next day, or hardly: links first of all. */
  reserve: number;
  /** How long a meeting is left alone after a change of its slot, in milliseconds, so that the next goes along. */
  settlingMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A slot that starts so soon after the next day begins could be without its link when it starts. */
const NEAR_MS = HOUR;
/** Over the last hours of a day its reserve shrinks to nothing. */
const SHRINKING_MS = 4 * HOUR;
/** Updates and deletions of a day that need no leave, so that a busy day keeps the other 90 units for links. */
const FREELY = 10;
/** So many of them only for what cannot wait. */
const FREELY_NEAR = 4;
/** Units of a day that deletions left over from earlier days get in any case. */
const BACKLOG_UNITS = 10;
/** No link asked for in such a time: the rush is over. */
const QUIET_MS = 2 * HOUR;
/** Who made more links than that on one of the last days is not thought to rest for long. */
const BUSY_LINKS = 60;
/** What else may be wanted of the day, in links an hour: while they are coming in, and while they are not. */
const RUSH_AN_HOUR = 30;
const CALM_AN_HOUR = 2.5;
/** A rush does not last for ever: what would otherwise never be done is left no room by so much of it. */
const RUSH_HOURS = 2;
/** A change is told to Zoom after so long at the latest, whatever follows it. */
const SETTLED_MS = 3 * MINUTE;
/** So shortly before the start every change is told at once. */
const SOON_MS = 15 * MINUTE;
const LOOK_EVERY_MS = 5 * MINUTE;

/** What waits of a host. */
export interface Waiting {
  /** Links that are wanted and not made. */
  waitingLinks: number;
  /** Those of them that may use the reserve. */
  nearLinks: number;
  /** Deletions that are owed since an earlier day. */
  backlog: number;
}

/** A host's day as it stands. Times in epoch milliseconds. */
export type HostDay = QuotaDay & QuotaSpending & Waiting;

/** Requests that take a unit. */
export type Counted = 'create' | 'update' | 'delete';

/** A request that is owed. */
export interface Ask {
  kind: Counted;
  startsAt: number;
  /** Since when it is owed, and from when on no more: it is not done at all then. */
  owedSince: number;
  owedUntil: number;
  /** When the slot last asked for something else. */
  changedAt: number | null;
}

/**
 * `keep`: how many units must be left after it. `until`: not before, never later than when the next day has room;
 * `settling`: its slot may change again in a moment, `short`: the day has no unit for it.
 */
export type Verdict = { go: true; keep: number } | { go: false; until: number; why: 'settling' | 'short' };

/** Whether a request may be made now. Depends on nothing but its arguments. */
export function plan(ask: Ask, day: HostDay, rules: PlanRules): Verdict {
  switch (ask.kind) {
    case 'create':
      return planLink(ask, day, rules);
    case 'update':
      return settling(ask, day, rules) ?? planHousekeeping(ask, day, rules);
    case 'delete':
      return planDeletion(ask, day, rules);
  }
}

/** Whether a link may be made, whatever else there is: to find out about the rest takes questions to the database. */
export function isRoomy({ used }: Pick<HostDay, 'used'>, { limit, reserve }: PlanRules): boolean {
  return limit - used > reserve + BACKLOG_UNITS;
}

/** When a UTC day began, and until when that is which cannot wait for the next one. */
export interface PlanDay {
  began: Date;
  nearUntil: Date;
}

export function dayOf(now: Date): PlanDay {
  const began = Math.floor(now.getTime() / DAY) * DAY;
  return { began: new Date(began), nearUntil: new Date(began + DAY + NEAR_MS) };
}

/** Whether the next day would be too late for an update or a deletion, or nearly so. */
export function cannotWait({ owedUntil }: Pick<Ask, 'owedUntil'>, { resetsAt }: Pick<HostDay, 'resetsAt'>): boolean {
  return owedUntil <= resetsAt + NEAR_MS;
}

/** Units kept for what is near at a time of the day. */
function reserveAt({ now, resetsAt }: Pick<HostDay, 'now' | 'resetsAt'>, { reserve }: PlanRules): number {
  return Math.floor(reserve * Math.min(1, (resetsAt - now) / SHRINKING_MS));
}

/** Whether a link may use the reserve: its slot starts before the next day, or shortly after it has begun. */
function isNear({ startsAt }: Pick<Ask, 'startsAt'>, { resetsAt }: Pick<HostDay, 'resetsAt'>): boolean {
  return startsAt <= resetsAt + NEAR_MS;
}

function isLeftOver({ owedSince }: Ask, day: HostDay): boolean {
  return owedSince < day.resetsAt - DAY;
}

/** Links are made at once, or parked when there is no unit for them. */
function planLink(ask: Ask, day: HostDay, rules: PlanRules): Verdict {
  const forBacklog = Math.min(day.backlog, Math.max(0, BACKLOG_UNITS - day.deletions));
  return whenLeft(day, rules, (now) => forBacklog + (isNear(ask, day) ? 0 : reserveAt({ ...day, now }, rules)));
}

function settling({ changedAt, owedSince, startsAt }: Ask, { now }: HostDay, { settlingMs }: PlanRules) {
  if (changedAt === null || startsAt - now <= SOON_MS) return null;
  const until = Math.min(changedAt + settlingMs, owedSince + SETTLED_MS, startsAt - SOON_MS);
  return until > now ? { go: false as const, until, why: 'settling' as const } : null;
}

function planDeletion(ask: Ask, day: HostDay, rules: PlanRules): Verdict {
  if (!isLeftOver(ask, day) || day.deletions >= BACKLOG_UNITS) return planHousekeeping(ask, day, rules);
  return whenLeft(day, rules, (now) => reserveAt({ ...day, now }, rules));
}

/**
 * The first few of a day go at once. More of them wait until the day shows that it has room for the links that may still
 * be wanted: when the rush is over, or when the day is nearly over. What remains of them goes on the next day. What
 * cannot wait for that goes at the last moment, if there is room by then at all.
 */
function planHousekeeping(ask: Ask, day: HostDay, rules: PlanRules): Verdict {
  const near = cannotWait(ask, day);
  const freely = day.housekeeping < (near ? FREELY : FREELY - FREELY_NEAR);
  const lastMoment = near ? ask.owedUntil - SOON_MS : Infinity;
  const verdict = whenLeft(day, rules, (now) => {
    const then = { ...day, now };
    const reserve = reserveAt(then, rules);
    // A meeting of the day that is not what guests were told matters more than a link that is made tomorrow.
    if (near && freely && ask.kind === 'update') return day.nearLinks + Math.ceil(reserve / 2);
    return day.waitingLinks + reserve + (freely ? 0 : linksToCome(then, now >= lastMoment));
  });
  // By then the day may be another than it looks now.
  const isEarlier = !verdict.go && lastMoment > day.now && lastMoment < verdict.until;
  return isEarlier ? { ...verdict, until: lastMoment } : verdict;
}

function linksToCome({ now, resetsAt, lastLinkAt, busiestDay }: HostDay, atLast: boolean): number {
  const hours = (resetsAt - now) / HOUR;
  const calm = busiestDay <= BUSY_LINKS && (lastLinkAt === null || now - lastLinkAt >= QUIET_MS);
  if (calm) return Math.ceil(hours * CALM_AN_HOUR);
  return Math.ceil((atLast ? Math.min(hours, RUSH_HOURS) : hours) * RUSH_AN_HOUR);
}

/** Goes when more units are left than are to be kept at that time: now, later this day, or on the next. */
function whenLeft(day: HostDay, rules: PlanRules, keepAt: (now: number) => number): Verdict {
  const left = rules.limit - day.used;
  for (let now = day.now; left > 0 && now < day.resetsAt; now += LOOK_EVERY_MS) {
    const keep = keepAt(now);
    if (left > keep) return now === day.now ? { go: true, keep } : { go: false, until: now, why: 'short' };
  }
  return { go: false, until: day.roomAgainAt, why: 'short' };
}
