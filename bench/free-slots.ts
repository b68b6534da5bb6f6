// The pure engine: milliseconds for the free slots of a calendar, median over many calls.
//   npm run bench -- free-slots
import { performance } from 'node:perf_hooks';
import { type Availability, type CalendarType, type Host, type Schedule, WEEKDAYS, freeSlots } from '#libs/slots';
import { type IsoDuration, parseDuration } from '#libs/time';
import { machine } from './bench-kit';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 9, 12, 7);
const ZONES = ['America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Sao_Paulo'];

function main(): void {
  console.log(`${machine()}. No threshold. 30-minute slots every 15 minutes, Monday–Friday 09:00–17:00 in five zones,`);
  console.log('busy times of 15–75 minutes at random. The span contains the autumn changes of clocks.\n');
  const first = timed(() => freeSlots(calendarOf(10, 200), spanOf(30)));
  console.log(`first call of the process, nothing compiled or cached: ${first.toFixed(2)} ms\n`);
  console.log('hosts  days  busy each  type           slots  warm ms  cold zones ms');
  report(10, 30, 200);
  report(10, 30, 200, 'collective');
  for (const hosts of [1, 20, 50, 100]) report(hosts, 30, 200);
  for (const days of [7, 15, 62]) report(10, days, 200);
  report(10, 30, 2000);
}

/** Cold: each call asks for a month no call has asked for, so that no offset of a zone is known. */
function report(hosts: number, days: number, busy: number, type: CalendarType = 'round_robin'): void {
  const input = calendarOf(hosts, busy, type);
  const found = freeSlots(input, spanOf(days)).length;
  const warm = median(Array.from({ length: 60 }, () => timed(() => freeSlots(input, spanOf(days)))));
  const cold = median(
    Array.from({ length: 20 }, () => {
      const { calendar, at } = unseen(input);
      return timed(() => freeSlots(calendar, { start: at, end: at + days * DAY }));
    }),
  );
  const cells = [String(hosts).padStart(5), String(days).padStart(4), String(busy).padStart(9), type.padEnd(13)];
  const figures = [String(found).padStart(5), warm.toFixed(2).padStart(7), cold.toFixed(2).padStart(13)];
  console.log([...cells, ...figures].join('  '));
}

let unseenMonths = 0;

function unseen(input: Availability): { calendar: Availability; at: number } {
  unseenMonths += 1;
  const shift = unseenMonths * 70 * DAY;
  const move = <T extends { start: number; end: number }>(spans: readonly T[]): T[] =>
    spans.map((span) => ({ ...span, start: span.start + shift, end: span.end + shift }));
  const hosts = input.hosts.map((host) => ({ ...host, busy: move(host.busy) }));
  return { calendar: { ...input, hosts, now: NOW + shift }, at: NOW + shift };
}

function calendarOf(hosts: number, busy: number, type: CalendarType = 'round_robin'): Availability {
  const random = randomFrom(42);
  return {
    calendar: {
      type,
      active: true,
      timezone: 'America/New_York',
      slotDuration: 30 * MINUTE,
      slotInterval: 15 * MINUTE,
      slotOffset: 0,
      preBuffer: 0,
      postBuffer: 10 * MINUTE,
      minimumNotice: duration('PT1H'),
      bookingWindow: duration('P90D'),
      appointmentsPerSlot: 1,
    },
    hosts: Array.from({ length: hosts }, (_, i) => hostOf(i, busy, random, type === 'collective')),
    ownerId: 'host-0',
    now: NOW,
  };
}

function hostOf(index: number, busy: number, random: () => number, sameZone: boolean): Host {
  const timezone = (sameZone ? ZONES[0] : ZONES[index % ZONES.length]) ?? 'UTC';
  const times = Array.from({ length: busy }, () => {
    const start = NOW + Math.floor(random() * 30 * 288) * 5 * MINUTE;
    return { start, end: start + (15 + Math.floor(random() * 5) * 15) * MINUTE };
  });
  return {
    hostId: `host-${index}`,
    schedule: officeHours(timezone),
    busy: times.sort((a, b) => a.start - b.start),
    open: [],
  };
}

function officeHours(timezone: string): Schedule {
  const intervals = [{ from: '09:00', to: '17:00' }];
  return { timezone, rules: WEEKDAYS.slice(0, 5).map((day) => ({ type: 'weekday', day, intervals })) };
}

function spanOf(days: number): { start: number; end: number } {
  return { start: NOW, end: NOW + days * DAY };
}

function duration(text: string): IsoDuration {
  const parsed = parseDuration(text);
  if (!parsed) throw new Error(`Not a duration: ${text}`);
  return parsed;
}

// mulberry32: the same input on every machine.
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function timed(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

function median(figures: number[]): number {
  return figures.sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;
}

main();
