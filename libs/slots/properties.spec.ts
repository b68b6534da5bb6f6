import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { type Interval, contains, merge, overlaps } from '#libs/time';
import { type FreeSlot, explain, freeSlots, groupByDay, isTaken, offerAt, workingIntervals } from '.';
import { answerForAnyServer } from './any-server.fixtures';
import { DAY, ZONES, book, minutes, scenarios } from './scenarios.fixtures';
import { MINUTE } from './slots.fixtures';

const ROOT = join(__dirname, '../..');
const run = promisify(execFile);

/** Every five minutes of the span, on which all grids of these calendars lie, and one start between. */
function probes(span: Interval, slots: readonly FreeSlot[]): number[] {
  const starts = new Set([...slots.map(({ start }) => start), span.start + 1]);
  for (let start = span.start; start < span.end; start += 5 * MINUTE) starts.add(start);
  return [...starts].sort((a, b) => a - b);
}

describe('offered is bookable', () => {
  it('start by start: the list, the offer and the explanation say the same', () => {
    fc.assert(
      fc.property(scenarios, ({ input, span }) => {
        const slots = freeSlots(input, span);
        const told = probes(span, slots).map((start) => {
          const { offered, reason } = explain(input, start);
          return { start, offered, reason };
        });
        const booked = told.map(({ start }) => {
          const offer = offerAt(input, start);
          return { start, offered: offer.offered, reason: offer.offered ? null : offer.reason };
        });
        expect(told).toEqual(booked);
        expect(told.filter(({ offered }) => offered).map(({ start }) => start)).toEqual(
          slots.map(({ start }) => start),
        );
        for (const slot of slots) {
          const offer = offerAt(input, slot.start);
          const candidates = offer.offered ? offer.candidates : [];
          expect(slot.seats).toBe(candidates.reduce((sum, { seatsLeft }) => sum + seatsLeft, 0));
          expect(candidates.map(({ end }) => end)).toContain(slot.end);
          if (input.calendar.type === 'round_robin') expect(slot.hosts).toEqual(candidates.map((c) => c.hostId));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('every slot fits hours of each of its hosts and hits nothing of theirs', () => {
    fc.assert(
      fc.property(scenarios, ({ input, span }) => {
        const around = { start: span.start - 3 * DAY, end: span.end + 3 * DAY };
        for (const { start, end, hosts } of freeSlots(input, span)) {
          expect(start).toBeGreaterThanOrEqual(input.now);
          for (const hostId of hosts) {
            const host = input.hosts.find((one) => one.hostId === hostId)!;
            const fits = contains(merge(workingIntervals(host.schedule, around)), { start, end });
            const joined = host.busy.find((b) => b.slotId?.endsWith(`@${start}`));
            const { preBuffer, postBuffer } = input.calendar;
            const occupied = joined ?? { start: start - preBuffer, end: end + postBuffer };
            const hit = host.busy.some((b) => b !== joined && b.start < b.end && overlaps(b, occupied));
            expect({ fits, hit }).toEqual({ fits: true, hit: false });
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('until the last seat, and a start once booked out is taken, not "never offered"', () => {
    fc.assert(
      fc.property(scenarios, fc.nat(), (scenario, pick) => {
        let { input } = scenario;
        const slots = freeSlots(input, scenario.span);
        const chosen = slots[pick % (slots.length || 1)];
        if (!chosen) return;
        for (let seat = 0; seat < chosen.seats; seat += 1) ({ input } = book(input, chosen.start));
        const offer = offerAt(input, chosen.start);
        expect(!offer.offered && isTaken(offer.reason)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the set of free slots', () => {
  it('is the same asked whole or in parts', () => {
    fc.assert(
      fc.property(scenarios, minutes(0, 4320, 1), ({ input, span }, cut) => {
        const middle = span.start + cut * MINUTE;
        const parts = [
          ...freeSlots(input, { start: span.start, end: middle }),
          ...freeSlots(input, { start: middle, end: span.end }),
        ];
        expect(parts).toEqual(freeSlots(input, span));
      }),
      { numRuns: 200 },
    );
  });

  it('is the same under every zone of the server, for viewers anywhere', async () => {
    const answers = await Promise.all(SERVER_ZONES.map(printedUnder));
    answers.forEach(({ zone, offset }, i) => {
      expect(zone).toBe(new Intl.DateTimeFormat('en', { timeZone: SERVER_ZONES[i] }).resolvedOptions().timeZone);
      expect(offset).not.toBe(i > 0 ? answers[0]?.offset : undefined);
    });
    for (const { answer } of answers) expect(answer).toEqual(answers[0]?.answer);
    expect(answers[0]?.answer).toEqual(JSON.parse(JSON.stringify(answerForAnyServer())));
  });

  it("is the same whatever the viewer's zone", () => {
    fc.assert(
      fc.property(scenarios, fc.constantFrom(...ZONES), ({ input, span }, viewer) => {
        const slots = freeSlots(input, span);
        expect(groupByDay(slots, viewer).flatMap((day) => day.slots)).toEqual(slots);
      }),
      { numRuns: 100 },
    );
  });
});

const SERVER_ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'];
const CHILD_PATIENCE_MS = 50_000;

interface Printed {
  /** What the process takes for its own zone, and its offset in minutes. */
  zone: string;
  offset: number;
  answer: unknown;
}

/** A process of its own: setting TZ inside a test doesn't move the zone of the process that runs it. */
async function printedUnder(timezone: string): Promise<Printed> {
  const args = ['-r', join(ROOT, 'scripts/typescript-hook.js'), join(__dirname, 'print-any-server.fixtures.ts')];
  const env = { ...process.env, TZ: timezone, NODE_OPTIONS: '' };
  const { stdout } = await run(process.execPath, args, { env, timeout: CHILD_PATIENCE_MS, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as Printed;
}
