import { chargedDays, resetsAt, roomAgainAt, utcDay } from './quota.rules';

const ms = (instant: string) => Date.parse(instant);

describe('the day of the quota', () => {
  it.each([
    ['2026-11-23T08:00:00Z', ['2026-11-23']],
    ['2026-11-23T23:59:29Z', ['2026-11-23']],
    ['2026-11-23T23:59:30Z', ['2026-11-23', '2026-11-24']],
    ['2026-11-23T23:59:59Z', ['2026-11-23', '2026-11-24']],
    ['2026-11-24T00:00:00Z', ['2026-11-23', '2026-11-24']],
    ['2026-11-24T00:00:29.999Z', ['2026-11-23', '2026-11-24']],
    ['2026-11-24T00:00:30Z', ['2026-11-24']],
  ])('charges a request at %s to %j', (at, days) => {
    expect(chargedDays(ms(at))).toEqual(days);
  });

  it('is the UTC day, wherever the server stands', () => {
    expect(utcDay(ms('2026-11-23T23:30:00Z'))).toBe('2026-11-23');
    expect(resetsAt(ms('2026-11-23T23:30:00Z')).toISOString()).toBe('2026-11-24T00:00:00.000Z');
    expect(resetsAt(ms('2026-11-24T00:00:00Z')).toISOString()).toBe('2026-11-25T00:00:00.000Z');
  });

  it.each([
    ['2026-11-23T08:00:00Z', '2026-11-24T00:00:30.000Z'],
    ['2026-11-23T23:59:59Z', '2026-11-24T00:00:30.000Z'],
    ['2026-11-24T00:00:10Z', '2026-11-24T00:00:30.000Z'],
    ['2026-11-24T00:00:30Z', '2026-11-25T00:00:30.000Z'],
  ])('lets who is refused at %s come again at %s', (at, again) => {
    expect(roomAgainAt(ms(at)).toISOString()).toBe(again);
  });
});
