// The pure engine: milliseconds for the free slots of a calendar, over many calls, and what a host's day of them costs.
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
  console.log(`${machine()}. 30-minute slots every 15 minutes, Monday–Friday 09:00–17:00 in five zones, busy times of`);
  console.log(
    '15–75 minutes at random. The span contains the autumn changes of clocks. Median of many calls and the best of',
  );
  console.log(
    'them, which others on the machine disturb least; cold: a month no call has asked for, no offset known.\n',
  );
  const first = timed(() => freeSlots(calendarOf(10, 200), spanOf(30)));
  console.log(`first call of the process, nothing compiled or cached: ${first.toFixed(2)} ms\n`);
  console.log(HEAD.join('  '));
  report(10, 30, 200, 'round_robin', { warm: 1, cold: 5 });
  report(10, 30, 200, 'collective', { warm: 1, cold: 5 });
  console.log('\nhosts: the cost of a host and day stays');
  for (const hosts of [1, 10, 20, 50]) report(hosts, 30, 200);
  report(100, 30, 200, 'round_robin', { warm: 20 });
  console.log('\ndays');
  for (const days of [7, 15, 30, 62]) report(10, days, 200);
  console.log('\nbusy times');
  for (const busy of [0, 200, 2000]) report(10, 30, busy);
}

const HEAD = [
  'hosts',
  'days',
  'busy each',
  'type       ',
  'slots',
  'warm ms',
  '  best',
  'limit',
  'cold ms',
  '  best',
  'limit',
  'µs per host and day',
];

/** Limits in ms, held against the best: the median says how busy the machine was. */
function report(
  hosts: number,
  days: number,
  busy: number,
  type: CalendarType = 'round_robin',
  limits: Limits = {},
): void {
  const input = calendarOf(hosts, busy, type);
  const found = freeSlots(input, spanOf(days)).length;
  const warm = rising(100, () => timed(() => freeSlots(input, spanOf(days))));
  const cold = rising(20, () => {
    const { calendar, at } = unseen(input);
    return timed(() => freeSlots(calendar, { start: at, end: at + days * DAY }));
  });
  const best = warm[0] ?? NaN;
  const cells = [hosts, days, busy, type, found, median(warm).toFixed(2), best.toFixed(2), limits.warm ?? ''];
  const rest = [
    median(cold).toFixed(2),
    (cold[0] ?? NaN).toFixed(2),
    limits.cold ?? '',
    ((best * 1000) / hosts / days).toFixed(2),
  ];
  const texts = [...cells, ...rest].map((cell, i) => {
    const width = HEAD[i]?.length ?? 0;
    return typeof cell === 'string' && i === 3 ? cell.padEnd(width) : String(cell).padStart(width);
  });
  console.log(texts.join('  '));
}

interface Limits {
  warm?: number;
  cold?: number;
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

function rising(times: number, figure: () => number): number[] {
  return Array.from({ length: times }, figure).sort((a, b) => a - b);
}

function median(figures: readonly number[]): number {
  return figures[Math.floor(figures.length / 2)] ?? NaN;
}

main();
