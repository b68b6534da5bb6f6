import { readStartTime } from './start-time';

describe('start_time', () => {
  test.each([
    ['UTC', '2026-11-23T14:00:00Z', 'America/New_York', '2026-11-23T14:00:00Z'],
    ['local time in the zone', '2026-11-23T14:00:00', 'America/New_York', '2026-11-23T19:00:00Z'],
    ['local time in summer', '2026-07-01T14:00:00', 'America/New_York', '2026-07-01T18:00:00Z'],
    ['an offset, read as if it were UTC', '2026-11-23T14:00:00+01:00', 'America/New_York', '2026-11-23T14:00:00Z'],
    ['an offset without a colon', '2026-11-23T14:00:00-0500', 'UTC', '2026-11-23T14:00:00Z'],
    ['milliseconds', '2026-11-23T14:00:00.000Z', 'UTC', '2026-11-23T14:00:00Z'],
  ])('reads %s', (_name, text, zone, expected) => {
    expect(readStartTime(text, zone)).toBe(Date.parse(expected));
  });

  test.each(['', 'tomorrow', '2026-11-23', '2026-11-23T14:00Z', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z'])(
    'refuses %p',
    (text) => {
      expect(readStartTime(text, 'UTC')).toBeNull();
    },
  );
});
