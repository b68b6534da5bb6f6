import { type Ask, type HostDay, plan, type PlanRules } from './plan.rules';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const MIDNIGHT = Date.parse('2026-11-24T00:00:00Z');
const RULES: PlanRules = { limit: 100, reserve: 10, settlingMs: 3_000 };

const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);

function day(time: string, change: Partial<HostDay> = {}): HostDay {
  return {
    now: at(time),
    resetsAt: MIDNIGHT,
    roomAgainAt: MIDNIGHT + 30_000,
    pausedUntil: null,
    used: 0,
    housekeeping: 0,
    deletions: 0,
    lastLinkAt: null,
    busiestDay: 0,
    waitingLinks: 0,
    nearLinks: 0,
    backlog: 0,
    ...change,
  };
}

const ask = (kind: Ask['kind'], change: Partial<Ask> = {}): Ask => ({
  kind,
  startsAt: MIDNIGHT + 40 * HOUR,
  owedSince: at('08:00:00'),
  owedUntil: change.startsAt ?? MIDNIGHT + 40 * HOUR,
  changedAt: null,
  ...change,
});
/** `now`, or the time of the day until which it waits. */
const when = (asked: Ask, today: HostDay) => {
  const verdict = plan(asked, today, RULES);
  return verdict.go ? 'now' : new Date(verdict.until).toISOString().slice(8, 19);
};
const NEXT_DAY = '24T00:00:30';

describe('the plan of a day', () => {
  describe('for a link', () => {
    it('keeps a reserve for those that cannot wait, and none from them', () => {
      const far = ask('create');
      const near = ask('create', { startsAt: MIDNIGHT + 60 * MINUTE });
      expect(when(far, day('12:00:00', { used: 89 }))).toBe('now');
      expect(when(far, day('12:00:00', { used: 90 }))).not.toBe('now');
      expect(when(near, day('12:00:00', { used: 99 }))).toBe('now');
      expect(when(near, day('12:00:00', { used: 100 }))).toBe(NEXT_DAY);
      expect(when(ask('create', { startsAt: MIDNIGHT + 61 * MINUTE }), day('12:00:00', { used: 95 }))).not.toBe('now');
    });

    it.each([
      ['19:59:00', 90, '23T20:04:00'],
      ['20:30:00', 91, 'now'],
      ['20:30:00', 95, '23T22:05:00'],
      ['22:00:00', 94, 'now'],
      ['22:00:00', 95, '23T22:05:00'],
      ['23:35:00', 99, '23T23:40:00'],
      ['23:40:00', 99, 'now'],
      ['23:40:00', 100, NEXT_DAY],
    ])('lets go of the reserve over the last hours: at %s with %i used, %s', (time, used, expected) => {
      expect(when(ask('create'), day(time, { used }))).toBe(expected);
    });

    it('leaves deletions of earlier days their ten units', () => {
      const far = ask('create');
      expect(when(far, day('12:00:00', { used: 85, backlog: 4 }))).toBe('now');
      expect(when(far, day('12:00:00', { used: 85, backlog: 5 }))).not.toBe('now');
      expect(when(far, day('12:00:00', { used: 85, backlog: 50, deletions: 10 }))).toBe('now');
    });
  });

  describe('for updates and deletions', () => {
    const rush = { lastLinkAt: at('11:59:00') };
    const tonight = { startsAt: at('22:00:00') };

    it.each<Ask['kind']>(['update', 'delete'])(
      'lets the first six go at once, and ten that cannot wait: %s',
      (kind) => {
        const [far, near] = [ask(kind), ask(kind, tonight)];
        expect(when(far, day('12:00:00', { ...rush, used: 40, housekeeping: 5 }))).toBe('now');
        expect(when(far, day('12:00:00', { ...rush, used: 40, housekeeping: 6 }))).not.toBe('now');
        expect(when(far, day('12:00:00', { ...rush, used: 90, housekeeping: 5 }))).not.toBe('now');
        expect(when(near, day('12:00:00', { ...rush, used: 40, housekeeping: 9 }))).toBe('now');
        expect(when(near, day('12:00:00', { ...rush, used: 40, housekeeping: 10 }))).not.toBe('now');
        expect(when(ask(kind, { startsAt: MIDNIGHT + HOUR }), day('12:00:00', { ...rush, housekeeping: 9 }))).toBe(
          'now',
        );
      },
    );

    it('takes half of the reserve for a change of the day, and none for a deletion', () => {
      const links = { waitingLinks: 30 };
      expect(when(ask('update', tonight), day('12:00:00', { ...rush, ...links, used: 94 }))).toBe('now');
      expect(when(ask('update', tonight), day('12:00:00', { ...rush, ...links, used: 94, nearLinks: 1 }))).not.toBe(
        'now',
      );
      expect(when(ask('update', tonight), day('12:00:00', { ...rush, ...links, used: 95 }))).not.toBe('now');
      expect(when(ask('delete', tonight), day('12:00:00', { ...rush, used: 89 }))).toBe('now');
      expect(when(ask('delete', tonight), day('12:00:00', { ...rush, used: 90 }))).not.toBe('now');
      expect(when(ask('delete', tonight), day('12:00:00', { ...rush, ...links, used: 60 }))).not.toBe('now');
    });

    it.each<Ask['kind']>(['update', 'delete'])('asks at the last moment whether there is room by then: %s', (kind) => {
      const rushing = { lastLinkAt: at('21:44:00'), housekeeping: 10, used: 30 };
      const atNoon = { ...rush, used: 30, housekeeping: 10, busiestDay: 80 };
      expect(when(ask(kind, tonight), day('12:00:00', atNoon))).toBe('23T21:45:00');
      expect(when(ask(kind, tonight), day('21:44:00', rushing))).toBe('23T21:45:00');
      expect(when(ask(kind, tonight), day('21:45:00', rushing))).toBe('now');
      const afternoon = { startsAt: at('15:00:00') };
      const busy = { lastLinkAt: at('14:44:00'), housekeeping: 10 };
      expect(when(ask(kind, afternoon), day('14:45:00', { ...busy, used: 29 }))).toBe('now');
      expect(when(ask(kind, afternoon), day('14:45:00', { ...busy, used: 30 }))).not.toBe('now');
    });

    it('lets more of them go once nobody has booked for two hours', () => {
      const today = { used: 40, housekeeping: 20, lastLinkAt: at('11:00:00') };
      expect(when(ask('delete'), day('12:00:00', today))).toBe('23T13:00:00');
      expect(when(ask('delete'), day('13:00:00', today))).toBe('now');
    });

    it('does not believe in the rest of a host who had a busy day lately', () => {
      const today = { used: 40, housekeeping: 20, lastLinkAt: at('11:00:00'), busiestDay: 80 };
      expect(when(ask('delete'), day('13:00:00', today))).toBe('23T22:10:00');
      expect(when(ask('delete'), day('22:10:00', today))).toBe('now');
    });

    it('leaves room for the links that wait', () => {
      expect(when(ask('delete'), day('12:00:00', { used: 20, waitingLinks: 70 }))).not.toBe('now');
      expect(when(ask('delete'), day('12:00:00', { used: 20, waitingLinks: 69 }))).toBe('now');
    });

    it('lets deletions of earlier days go before links have taken the day', () => {
      const owedSince = Date.parse('2026-11-22T23:00:00Z');
      const busy = { used: 80, housekeeping: 15, waitingLinks: 200, lastLinkAt: at('11:59:00') };
      expect(when(ask('delete', { owedSince }), day('12:00:00', { ...busy, deletions: 9 }))).toBe('now');
      expect(when(ask('delete', { owedSince }), day('12:00:00', { ...busy, deletions: 10 }))).toBe(NEXT_DAY);
    });
  });

  describe('for a change', () => {
    const change = (changedAt: number, rest: Partial<Ask> = {}) =>
      ask('update', { changedAt, owedSince: changedAt, ...rest });

    it('waits a moment for the next one', () => {
      expect(when(change(at('12:00:00')), day('12:00:01'))).toBe('23T12:00:03');
      expect(when(change(at('12:00:00')), day('12:00:03'))).toBe('now');
    });

    it('does not wait for ever', () => {
      const restless = change(at('12:02:59'), { owedSince: at('12:00:00') });
      expect(when(restless, day('12:02:59'))).toBe('23T12:03:00');
      expect(when(restless, day('12:03:00'))).toBe('now');
    });

    it('does not wait when the meeting starts soon', () => {
      expect(when(change(at('12:00:00'), { startsAt: at('12:15:00') }), day('12:00:00'))).toBe('now');
      expect(when(change(at('12:00:00'), { startsAt: at('12:15:01') }), day('12:00:00'))).toBe('23T12:00:01');
    });
  });
});
