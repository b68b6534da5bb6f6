import type { CalendarRow } from '../calendars';
import { type HostOnZoom, zoomFindings } from './zoom-findings.rules';

const TODAY = '2026-11-23';
const WELL: HostOnZoom = {
  state: 'connected',
  plan: 'licensed',
  missingScopes: [],
  registers: true,
  limit: 100,
  remaining: 100,
  waiting: [],
  fullestDay: 16,
};

function found(
  zoom: (Partial<HostOnZoom> | null)[],
  slotDuration = 'PT30M',
  autoRecording = 'none',
  joinLinks = 'shared',
) {
  const calendar = { slotDuration, zoom: { autoRecording, joinLinks } } as unknown as CalendarRow;
  const names = ['Ann', 'Bob', 'Cleo'];
  const hosts = zoom.map((state, index) => ({
    userId: `u${index}`,
    name: names[index]!,
    zoom: state && { ...WELL, ...state },
  }));
  return zoomFindings({ calendar, hosts, today: TODAY });
}

describe('what an admin is told of Zoom', () => {
  it('is nothing while all is well, or while nobody meets there', () => {
    expect(found([{}, {}, { plan: 'basic' }])).toEqual([]);
    expect(found([null, null])).toEqual([]);
  });

  const day = (links: number, on = TODAY) => ({ waiting: [{ day: on, links }] });
  it.each<[string, Partial<HostOnZoom>, string, string, string[]]>([
    ['not connected', { state: 'not-connected' }, 'PT30M', 'none', ['error zoom-not-connected']],
    ['to be connected again', { state: 'reconnect-required' }, 'PT30M', 'none', ['error zoom-reconnect-required']],
    [
      'not connected, whatever was known',
      { state: 'not-connected', plan: 'basic', remaining: 0 },
      'PT2H',
      'cloud',
      ['error zoom-not-connected'],
    ],
    ['without a scope', { missingScopes: ['meeting:delete:meeting'] }, 'PT30M', 'none', ['error zoom-scopes-missing']],
    ['without a plan', { plan: 'none' }, 'PT30M', 'none', ['error zoom-plan-cannot-host']],
    ['basic, 40 minutes', { plan: 'basic' }, 'PT40M', 'none', []],
    ['basic, 41 minutes', { plan: 'basic' }, 'PT41M', 'none', ['warning over-basic-plan-limit']],
    ['basic, an hour', { plan: 'basic' }, 'PT1H', 'none', ['warning over-basic-plan-limit']],
    ['licensed, an hour', {}, 'PT1H', 'cloud', []],
    ['basic, recording to the cloud', { plan: 'basic' }, 'PT30M', 'cloud', ['warning no-cloud-recording']],
    ['with a spent day', { remaining: 0 }, 'PT30M', 'none', ['warning quota-spent']],
    ['with as many links as are left', { remaining: 12, ...day(12) }, 'PT30M', 'none', []],
    ['with one link too many', { remaining: 12, ...day(13) }, 'PT30M', 'none', ['warning quota-short']],
    ['spent, with links waiting today', { remaining: 0, ...day(3) }, 'PT30M', 'none', ['warning quota-spent']],
    ['with a day’s worth tomorrow', { remaining: 5, ...day(100, '2026-11-24') }, 'PT30M', 'none', []],
    [
      'with more than tomorrow takes',
      { remaining: 5, ...day(101, '2026-11-24') },
      'PT30M',
      'none',
      ['warning quota-short'],
    ],
    [
      'spent, with more than tomorrow takes',
      { remaining: 0, ...day(101, '2026-11-24') },
      'PT30M',
      'none',
      ['warning quota-spent', 'warning quota-short'],
    ],
    ['with more slots a day than links', { fullestDay: 101 }, 'PT5M', 'none', ['warning quota-below-demand']],
  ])('of a host %s', (_, zoom, slotDuration, autoRecording, expected) => {
    const findings = found([zoom, {}], slotDuration, autoRecording);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
    for (const { userIds, detail, fix } of findings) {
      expect(userIds).toEqual(['u0']);
      expect(detail).toMatch(/Ann.*\.$/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('is who shares a link where each participant should have one', () => {
    expect(found([{ registers: false }, {}])).toEqual([]);
    const findings = found([{ registers: false }, {}], 'PT30M', 'none', 'per_participant');
    expect(findings).toMatchObject([{ severity: 'warning', code: 'join-links-shared', userIds: ['u0'] }]);
  });

  it('tells alike cases together, and each host’s numbers apart', () => {
    const missing = { state: 'not-connected' as const };
    const [both, ...rest] = found([missing, {}, missing]);
    expect(rest).toEqual([]);
    expect(both).toMatchObject({ userIds: ['u0', 'u2'] });
    expect(both!.detail).toBe('Meeting on Zoom here without having connected it: Ann and Cleo.');
    const numbers = found([{ remaining: 2, ...day(4) }, {}, { remaining: 3, ...day(9) }]);
    expect(numbers.map(({ detail }) => detail)).toEqual([
      'Ann has 4 links to be made on 2026-11-23 (UTC), and 2 left of today’s 100 requests.',
      'Cleo has 9 links to be made on 2026-11-23 (UTC), and 3 left of today’s 100 requests.',
    ]);
  });
});
