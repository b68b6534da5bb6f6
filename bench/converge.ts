import { plan } from '../src/meetings';
import { RULES } from './rep-day';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long Zoom takes for a create. */
const ROUND_TRIP_MS = 300;
/** Hosts that one process works for at the same time. */
const AT_ONCE = 8;
/** As meetings/backoff.rules.ts: refused hosts come again a second later, the others of the account spread behind. */
const [PAUSE_MS, SPREAD_MS] = [1_000, 5_000];

/** Creates a second that Zoom allows a Zoom account. */
export const PLANS = { Free: 4, Pro: 30, Business: 80 };

interface Host {
  number: number;
  left: number;
  made: number;
  dueAt: number;
  paused: boolean;
}

/** Makes the links of all hosts of one Zoom account, beginning at 00:06 UTC. All slots start weeks later. */
export function converge({ hosts, linksEach, perSecond }: { hosts: number; linksEach: number; perSecond: number }) {
  const waiting = Array.from({ length: hosts }, (_, number): Host => ({
    number,
    left: linksEach,
    made: 0,
    dueAt: DAY + 6 * 60_000,
    paused: false,
  }));
  const seconds = new Map<number, number>();
  const [workers, doneAt] = [new Array<number>(AT_ONCE).fill(0), [] as number[]];
  let [pausedUntil, refused] = [0, 0];
  for (;;) {
    const host = waiting.filter(({ left }) => left > 0).sort((a, b) => a.dueAt - b.dueAt || a.number - b.number)[0];
    if (!host) break;
    const worker = workers.indexOf(Math.min(...workers));
    const now = Math.max(host.dueAt, workers[worker] ?? 0);
    if (now < pausedUntil) {
      host.dueAt = pausedUntil + ((host.number * 7919) % SPREAD_MS);
      continue;
    }
    const verdict = ask(now, host);
    if (!verdict.go) {
      host.dueAt = verdict.until;
      continue;
    }
    const second = Math.floor(now / 1_000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
    workers[worker] = now + ROUND_TRIP_MS;
    if ((seconds.get(second) ?? 0) > perSecond) {
      refused += 1;
      pausedUntil = now + PAUSE_MS;
      host.dueAt = pausedUntil;
      continue;
    }
    host.left -= 1;
    host.made += 1;
    host.dueAt = now + ROUND_TRIP_MS;
    doneAt.push(now + ROUND_TRIP_MS - DAY - 6 * 60_000);
  }
  return { doneAt, refused };
}

function ask(now: number, { made }: Host) {
  const began = Math.floor(now / DAY) * DAY;
  const today = { now, resetsAt: began + DAY, roomAgainAt: began + DAY + 30_000, pausedUntil: null };
  const spending = { used: made % 100, housekeeping: 0, deletions: 0, lastLinkAt: now, busiestDay: 0 };
  const startsAt = now + 20 * DAY;
  const link = { kind: 'create' as const, startsAt, owedSince: now, owedUntil: startsAt, changedAt: null };
  return plan(link, { ...today, ...spending, waitingLinks: 0, nearLinks: 0, backlog: 0 }, RULES);
}
