import type { CalendarRow } from '../calendars';
import { type CheckedCalendar, type CheckedHost, calendarFindings } from './calendar-findings.rules';

const CALENDAR = {
  type: 'round_robin',
  active: true,
  slotDuration: 'PT30M',
  minimumNotice: 'PT0M',
  bookingWindow: 'P60D',
  lookBusyPercent: 0,
  scheduleId: null,
  fallbackLocation: { kind: 'custom', value: 'We will write to you' },
  zoom: {
    waitingRoom: true,
    joinBeforeHost: false,
    autoRecording: 'none',
    onChangedInZoom: 'restore',
    joinLinks: 'shared',
    oneLinkForSeries: false,
  },
} as unknown as CalendarRow;

const host = (name: string, overrides: Partial<CheckedHost> = {}): CheckedHost => ({
  userId: name.toLowerCase(),
  name,
  needed: false,
  hasHours: true,
  fallback: null,
  zoom: null,
  ...overrides,
});
const ann = host('Ann');
const idle = { hasHours: false };

function found(settings: Partial<CalendarRow>, overrides: Partial<CheckedCalendar> = {}) {
  return calendarFindings({
    calendar: { ...CALENDAR, ...settings },
    hosts: [ann, host('Bob')],
    hasCommonHours: true,
    windowFault: null,
    nextFree: 'tomorrow',
    today: '2026-11-23',
    ...overrides,
  });
}

const codes = (...given: Parameters<typeof found>) =>
  found(...given).map(({ severity, code }) => `${severity} ${code}`);

describe('what an admin is told of a calendar', () => {
  it('is only when it is free next, where all is well', () => {
    expect(found({})).toEqual([
      {
        severity: 'info',
        code: 'next-free-slot',
        detail: 'The next free slot: tomorrow.',
        fix: 'Nothing to do.',
        userIds: [],
      },
    ]);
  });

  const free = 'info next-free-slot';
  const together = { type: 'collective' as const };
  const needed = (name: string, overrides = {}) => host(name, { needed: true, ...overrides });
  it.each<[string, Partial<CalendarRow>, Partial<CheckedCalendar>, string[]]>([
    ['inactive', { active: false }, { nextFree: null }, ['warning inactive']],
    ['looking busy altogether', { lookBusyPercent: 100 }, {}, ['warning looks-fully-busy', free]],
    ['without hosts', {}, { hosts: [], nextFree: null }, ['error no-hosts']],
    ['unassigned', { type: 'unassigned' }, { hosts: [] }, [free]],
    [
      'unassigned, without hours',
      { type: 'unassigned' },
      { hosts: [], hasCommonHours: false, nextFree: null },
      ['error no-hours'],
    ],
    [
      'with a window that is over',
      { bookingWindow: '2026-01-01/2026-01-02' },
      { windowFault: 'over', nextFree: null },
      ['error window-over'],
    ],
    [
      'with more notice than window',
      {},
      { windowFault: 'shorter-than-notice', nextFree: null },
      ['error notice-past-window'],
    ],
    [
      'whose hours are over with its window',
      {},
      { windowFault: 'over', hosts: [host('Ann', idle)], nextFree: null },
      ['error window-over'],
    ],
    ['one of whose hosts never works', {}, { hosts: [ann, host('Bob', idle)] }, ['warning no-hours', free]],
    ['nobody of whom works', {}, { hosts: [host('Ann', idle), host('Bob', idle)], nextFree: null }, ['error no-hours']],
    [
      'with a needed host who never works',
      together,
      { hosts: [needed('Ann'), needed('Bob', idle)], nextFree: null },
      ['error no-hours'],
    ],
    [
      'with an optional host who never works',
      together,
      { hosts: [needed('Ann'), host('Bob', idle)] },
      ['warning no-hours', free],
    ],
    [
      'whose hosts never meet',
      together,
      { hosts: [needed('Ann'), needed('Bob')], hasCommonHours: false, nextFree: null },
      ['error no-common-hours'],
    ],
    ['with an owner alone', together, { hosts: [needed('Ann')] }, ['warning collective-alone', free]],
    ['that is booked out', {}, { nextFree: null }, ['error no-free-slot']],
    ['without a place', {}, { hosts: [host('Ann', { fallback: 'nothing-chosen' })] }, ['info fallback-used', free]],
    [
      'that makes no Zoom meetings',
      { type: 'class' },
      { hosts: [needed('Ann', { fallback: 'zoom-not-made-here' })] },
      ['info zoom-default-not-used', free],
    ],
  ])('%s', (_, settings, overrides, expected) => {
    expect(codes(settings, overrides)).toEqual(expected);
  });

  it('names whom it is about, and spells no large team out', () => {
    const team = ['Ann', 'Bob', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus'].map((name) => host(name, idle));
    const [few] = found({}, { hosts: [host('Zoe'), ...team.slice(0, 3)] });
    expect(few).toMatchObject({ userIds: ['ann', 'bob', 'cleo'] });
    expect(few!.detail).toBe(
      'Ann, Bob and Cleo have no hours in the booking window (P60D) into which a slot of PT30M fits.',
    );
    expect(found({}, { hosts: team })[0]!.detail).toMatch(/^Ann, Bob, Cleo, Dan, Eve and 2 more have no hours/);
    expect(found({}, { hosts: [host('Zoe'), host('Ann', idle)] })[0]!.detail).toMatch(/^Ann has no hours/);
    const [fallback] = found({}, { hosts: [host('Ann', { fallback: 'nothing-chosen' })] });
    expect(fallback!.detail).toContain('“We will write to you”');
  });

  it('says where the hours come from when they must be mended', () => {
    const hosts = [host('Ann', idle)];
    expect(found({}, { hosts })[0]!.fix).toContain('/v1/users/{id}/schedule');
    expect(found({ scheduleId: 's' }, { hosts })[0]!.fix).toContain('scheduleId');
  });

  it('puts errors first, and says nothing twice', () => {
    const hosts = [host('Ann', { ...idle, fallback: 'nothing-chosen' }), host('Bob', { ...idle })];
    expect(codes({ active: false }, { hosts, nextFree: null })).toEqual([
      'error no-hours',
      'warning inactive',
      'info fallback-used',
    ]);
  });
});
