import { type Rule, type Schedule, WEEKDAYS } from '#libs/slots';
import { haveCommonHours, slotsInFullestDay } from './check-hours.rules';

const MINUTE = 60_000;
const at = (text: string) => Date.parse(text);
const SPAN = { start: at('2026-11-23T08:00:00Z'), end: at('2027-01-22T08:00:00Z') };

function daily(timezone: string, from: string, to: string, days: readonly (typeof WEEKDAYS)[number][] = WEEKDAYS) {
  const rules = days.map((day): Rule => ({ type: 'weekday', day, intervals: [{ from, to }] }));
  return { timezone, rules };
}

const BERLIN = daily('Europe/Berlin', '09:00', '17:00');
const never: Schedule = { timezone: 'UTC', rules: [] };

describe('hours', () => {
  it.each<[string, Schedule[], number, boolean]>([
    ['of one', [BERLIN], 30, true],
    ['of nobody working', [never], 30, false],
    ['too short for the slot', [daily('UTC', '09:00', '09:40')], 45, false],
    ['just long enough', [daily('UTC', '09:00', '09:45')], 45, true],
    ['of two who share two hours', [BERLIN, daily('America/New_York', '09:00', '17:00')], 120, true],
    ['of two who share too little', [BERLIN, daily('America/New_York', '09:00', '17:00')], 121, false],
    ['of two far apart', [BERLIN, daily('Asia/Tokyo', '09:00', '16:00')], 30, false],
    [
      'on different days',
      [daily('UTC', '09:00', '17:00', ['monday']), daily('UTC', '09:00', '17:00', ['friday'])],
      30,
      false,
    ],
    ['with one who never works', [BERLIN, never], 30, false],
    ['that run past midnight', [daily('UTC', '22:00', '02:00'), daily('UTC', '00:30', '01:30')], 60, true],
    [
      'on one date far off',
      [{ timezone: 'UTC', rules: [{ type: 'date', date: '2027-01-21', intervals: [{ from: '09:00', to: '10:00' }] }] }],
      60,
      true,
    ],
    [
      'on a date after the window',
      [{ timezone: 'UTC', rules: [{ type: 'date', date: '2027-01-23', intervals: [{ from: '09:00', to: '10:00' }] }] }],
      60,
      false,
    ],
  ])('%s', (_, schedules, minutes, expected) => {
    expect(haveCommonHours(schedules, SPAN, minutes * MINUTE)).toBe(expected);
  });

  it('under way count by what is left of them', () => {
    const span = { start: at('2026-11-23T16:30:00Z'), end: at('2026-11-23T17:00:00Z') };
    const hours = daily('UTC', '09:00', '17:00');
    expect(haveCommonHours([hours], span, 30 * MINUTE)).toBe(true);
    expect(haveCommonHours([hours], span, 31 * MINUTE)).toBe(false);
  });

  it.each([
    [{ slotDuration: 30, slotInterval: 30, preBuffer: 0, postBuffer: 0 }, 16],
    [{ slotDuration: 30, slotInterval: 5, preBuffer: 0, postBuffer: 0 }, 16],
    [{ slotDuration: 5, slotInterval: 5, preBuffer: 0, postBuffer: 0 }, 96],
    [{ slotDuration: 30, slotInterval: 30, preBuffer: 0, postBuffer: 10 }, 8],
    [{ slotDuration: 60, slotInterval: 30, preBuffer: 0, postBuffer: 0 }, 8],
    [{ slotDuration: 540, slotInterval: 540, preBuffer: 0, postBuffer: 0 }, 0],
  ])('hold, at the pace of %j minutes, %i slots a day', (minutes, slots) => {
    const pace = Object.fromEntries(Object.entries(minutes).map(([name, length]) => [name, length * MINUTE]));
    expect(slotsInFullestDay(BERLIN, SPAN.start, pace as typeof minutes)).toBe(slots);
    expect(slotsInFullestDay(never, SPAN.start, pace as typeof minutes)).toBe(0);
  });
});
