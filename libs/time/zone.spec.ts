import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isZone, offsetAt, wallToInstant } from '.';

const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

function at(zone: string, wall: string): string {
  const [date = '', time = ''] = wall.split(' ');
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(wallToInstant(zone, { year, month, day, minutes: hours * 60 + minutes })).toISOString();
}

describe('zone names', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'US/Eastern', 'Etc/GMT+3'])(
    'knows %s',
    (name) => {
      expect(isZone(name)).toBe(true);
    },
  );

  it.each([
    ['EST5', 'a POSIX rule'],
    ['UTC+3', 'an offset'],
    ['+05:00', 'an offset'],
    ['Europe/Atlantis', 'nowhere'],
    ['america/new_york', 'not as IANA spells it'],
    ['local', "the server's own"],
    ['system', "the server's own"],
    ['', 'nothing'],
    ['Europe/Berlin\n', 'a line break'],
    ['constructor', 'a word of the language'],
  ])('refuses %j: %s', (name) => {
    expect(isZone(name)).toBe(false);
    expect(() => offsetAt(name, 0)).toThrow(RangeError);
  });
});

describe('wall clock to instant', () => {
  it.each([
    ['America/New_York', '2027-03-14 01:59', '2027-03-14T06:59:00.000Z', 'before the gap'],
    ['America/New_York', '2027-03-14 02:30', '2027-03-14T07:30:00.000Z', 'in the gap: 03:30'],
    ['America/New_York', '2027-03-14 03:00', '2027-03-14T07:00:00.000Z', 'after the gap'],
    ['America/New_York', '2027-03-14 13:00', '2027-03-14T17:00:00.000Z', 'the afternoon of the change'],
    ['America/New_York', '2026-11-01 01:30', '2026-11-01T05:30:00.000Z', 'the first of the two'],
    ['America/New_York', '2026-11-01 02:00', '2026-11-01T07:00:00.000Z', 'after both'],
    ['America/New_York', '2026-11-01 13:00', '2026-11-01T18:00:00.000Z', 'the afternoon of the change'],
    ['Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03T15:45:00.000Z', 'a gap of half an hour: 02:45'],
    ['Australia/Lord_Howe', '2026-04-05 01:45', '2026-04-04T14:45:00.000Z', 'the first of the two'],
    ['Asia/Kathmandu', '2026-11-23 09:00', '2026-11-23T03:15:00.000Z', 'off the hour'],
    ['Pacific/Apia', '2011-12-30 09:30', '2011-12-30T19:30:00.000Z', 'a skipped date: 24 hours on'],
    ['Pacific/Kiritimati', '2026-01-01 00:00', '2025-12-31T10:00:00.000Z', 'the easternmost'],
    ['Africa/Casablanca', '2026-02-15 02:30', '2026-02-15T01:30:00.000Z', 'Ramadan begins: the first of the two'],
    ['Africa/Casablanca', '2026-03-22 02:30', '2026-03-22T02:30:00.000Z', 'Ramadan ends: 03:30'],
    ['Europe/Dublin', '2026-03-29 01:30', '2026-03-29T01:30:00.000Z', 'winter is the exception there: 02:30'],
    ['Europe/Dublin', '2026-10-25 01:30', '2026-10-25T00:30:00.000Z', 'the first of the two'],
  ])('%s %s is %s (%s)', (zone, wall, instant) => {
    expect(at(zone, wall)).toBe(instant);
  });

  it('counts minutes past midnight into the next day', () => {
    const next = wallToInstant('Europe/Berlin', { year: 2026, month: 12, day: 31, minutes: 1500 });
    expect(new Date(next).toISOString()).toBe('2027-01-01T00:00:00.000Z');
  });

  it('agrees with luxon in every zone, and takes the earliest of what is possible', () => {
    const minute = fc.integer({ min: Date.UTC(2011, 0) / 60_000, max: Date.UTC(2031, 0) / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minute, (zone, reading) => {
        const wall = new Date(reading * 60_000);
        const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()];
        const [hour, minute] = [wall.getUTCHours(), wall.getUTCMinutes()];
        const expected = DateTime.fromObject({ year, month, day, hour, minute }, { zone }).getPossibleOffsets()[0];
        expect(wallToInstant(zone, { year, month, day, minutes: hour * 60 + minute })).toBe(expected?.toMillis());
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with luxon around every change of 2026–2028', () => {
    for (const zone of zones) {
      for (const change of changesOf(zone)) {
        for (let minutes = -75; minutes <= 75; minutes += 15) {
          const wall = DateTime.fromMillis(change + offsetAt(zone, change) + minutes * 60_000, { zone: 'UTC' });
          const { year, month, day, hour, minute } = wall;
          const expected = DateTime.fromObject({ year, month, day, hour, minute }, { zone }).getPossibleOffsets()[0];
          expect(wallToInstant(zone, { year, month, day, minutes: hour * 60 + minute })).toBe(expected?.toMillis());
        }
      }
    }
  });
});

function changesOf(zone: string): number[] {
  const changes: number[] = [];
  const [hour, day] = [3_600_000, 86_400_000];
  for (let from = Date.UTC(2026, 0); from < Date.UTC(2029, 0); from += day) {
    if (offsetAt(zone, from) === offsetAt(zone, from + day)) continue;
    for (let at = from; at < from + day; at += hour) {
      if (offsetAt(zone, at) !== offsetAt(zone, at + hour)) changes.push(at + hour);
    }
  }
  return changes;
}
