import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type BusyReading, CalendarReader, type ReadCalendar, appointmentIdOf, busyIn } from '#libs/ics';
import { type Interval, addDuration, parseDuration } from '#libs/time';
import { FeedDownload, type Validators } from './feed-download';
import { FeedFault } from './feed-fault';

const DAY_MS = 86_400_000;
const MAX_EVENTS = 20_000;
const MAX_TIMES = 10_000;
/** A calendar that takes longer to work out is not one that somebody keeps. */
const MAX_WORK_MS = 15_000;
/** How long other work of the process may have to wait, about. */
const TURN_MS = 10;

/** How far ahead times are worked out: past the furthest booking window. */
export const HORIZON = 'P25M';

export interface FeedNews {
  validators: Validators;
  /** Events that appointments of an installation like this one became, told apart by their UID. */
  reading: BusyReading;
}

export interface FeedAsk {
  url: string;
  known: Validators;
  /** For times that name no zone. */
  timezone: string;
  /** Epoch milliseconds. */
  now: number;
}

/** Fetches a feed and works out when it makes somebody busy, both within limits. Never inside a transaction. */
@Injectable()
export class ReadFeed {
  constructor(private readonly download: FeedDownload) {}

  /** @returns null when nothing changed @throws FeedFault */
  async run({ url, known, timezone, now }: FeedAsk): Promise<FeedNews | null> {
    const span = spanFrom(now);
    const reader = new CalendarReader({ maxEvents: MAX_EVENTS, from: span.start, to: span.end });
    const validators = await this.download.read(url, known, (piece) => {
      reader.push(piece);
      if (reader.hopeless) throw noCalendar();
    });
    if (!validators) return null;
    const calendar = reader.end();
    if (!calendar) throw noCalendar();
    return { validators, reading: await workOut(calendar, span, timezone) };
  }
}

/** By whole days, so that what is found does not differ from hour to hour. */
function spanFrom(now: number): Interval {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const horizon = parseDuration(HORIZON);
  return { start: today - DAY_MS, end: horizon ? addDuration(today, horizon, 'UTC') : today };
}

async function workOut(calendar: ReadCalendar, span: Interval, timezone: string): Promise<BusyReading> {
  const isApart = (uid: string) => appointmentIdOf(uid) !== null;
  const work = busyIn(calendar, { span, timezone, max: MAX_TIMES, isApart });
  const deadline = performance.now() + MAX_WORK_MS;
  let turnEnds = performance.now() + TURN_MS;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    const now = performance.now();
    if (now > deadline) throw new FeedFault('too-complex', 'Its events repeat in too many ways to be worked out.');
    if (now < turnEnds) continue;
    await breathe();
    turnEnds = performance.now() + TURN_MS;
  }
}

function noCalendar(): FeedFault {
  return new FeedFault('not-a-calendar', 'What the address gives is no iCalendar text, or not a whole one.');
}
