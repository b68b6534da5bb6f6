import type { ZoomErrorKind } from '#libs/zoom-api';
import { type Enrolled, enrolmentOf, ownLinkOf } from './enrolment.rules';
import type { Known, Wanted } from './meeting.rules';
import type { RegistrantRow } from './registrant.entity';
import { type EnrolmentStep, enrolmentStep, namesOf } from './registrant.rules';

const NOW = new Date('2026-11-23T08:00:00Z');
const START = new Date('2026-11-24T15:00:00Z');
const row = {
  id: '00000010-0000-4000-8000-000000000000',
  wanted: 'present',
  known: 'unknown',
  registrantId: null,
  joinUrl: null,
  attempts: 0,
  retryAt: null,
  failure: null,
} as RegistrantRow;

const failed = (step: EnrolmentStep, kind: ZoomErrorKind, retryAt: number | null = null): Enrolled =>
  enrolmentOf(row, step, { is: 'failed', kind, retryAt }, NOW);
const after = (ms: number) => new Date(NOW.getTime() + ms);

describe('what is to be done about a registrant', () => {
  it.each<[Wanted, Known, EnrolmentStep | null]>([
    ['present', 'none', 'enrol'],
    ['present', 'unknown', 'find'],
    ['present', 'present', null],
    ['present', 'absent', 'enrol'],
    ['absent', 'none', null],
    ['absent', 'unknown', 'find'],
    ['absent', 'present', 'remove'],
    ['absent', 'absent', null],
  ])('wanted %s and known %s: %s', (wanted, known, step) => {
    expect(enrolmentStep({ wanted, known })).toBe(step);
  });
});

describe('what an answer of Zoom makes of a registrant', () => {
  it('has their link', () => {
    const registrant = { id: 'r1', email: null, joinUrl: 'https://z.test/w/1?tk=r1' };
    const { change } = enrolmentOf(row, 'enrol', { is: 'enrolled', registrant }, NOW);
    expect(change).toMatchObject({ known: 'present', registrantId: 'r1', failure: null });
    expect(ownLinkOf({ ...row, ...change }, '1', START)).toEqual({
      meetingId: '1',
      state: 'ready',
      joinUrl: registrant.joinUrl,
      parkedUntil: null,
      reason: null,
    });
  });

  it('has none while somebody must approve them, and looks again rarely', () => {
    const registrant = { id: 'r1', email: null, joinUrl: null };
    const { change } = enrolmentOf(row, 'enrol', { is: 'enrolled', registrant }, NOW);
    expect(change).toMatchObject({ known: 'unknown', retryAt: after(6 * 3_600_000) });
    expect(ownLinkOf({ ...row, ...change }, '1', START)?.state).toBe('failed');
  });

  it('is looked for after a request of unknown fate', () => {
    const { change, pause } = failed('enrol', 'unknown-fate');
    expect({ change, pause }).toEqual({ change: { attempts: 1, retryAt: after(3_000) }, pause: 'outage' });
    expect(ownLinkOf({ ...row, ...change }, '1', START)).toBeNull();
    expect(enrolmentOf(row, 'find', { is: 'not-enrolled' }, NOW).change.known).toBe('none');
  });

  it('waits for the next day where that is soon enough', () => {
    const midnight = Date.parse('2026-11-24T00:00:00Z');
    const spent = { ...row, ...failed('enrol', 'daily-limit', midnight).change };
    expect(ownLinkOf(spent, '1', START)).toMatchObject({ state: 'parked', joinUrl: null });
    expect(ownLinkOf(spent, '1', new Date('2026-11-23T20:00:00Z'))).toMatchObject({
      state: 'failed',
      reason: 'zoom-registrations-spent',
    });
  });

  it.each<ZoomErrorKind>(['missing-scope', 'forbidden', 'refused'])('lets all share the link after %s', (kind) => {
    expect(failed('enrol', kind)).toMatchObject({ shared: true, change: { known: 'none' } });
    expect(failed('remove', kind).shared).toBe(false);
  });

  it('finds out that the meeting is gone, and that a registrant is', () => {
    expect(failed('enrol', 'not-found').lost).toBe(true);
    for (const kind of ['not-found', 'validation'] as const) {
      expect(failed('remove', kind)).toMatchObject({ change: { known: 'absent' } });
    }
  });

  it('fails for an address that Zoom does not take', () => {
    const { change, shared } = failed('enrol', 'validation');
    expect(shared).toBeUndefined();
    expect(ownLinkOf({ ...row, ...change }, '1', START)).toMatchObject({ reason: 'zoom-registration-refused' });
  });
});

describe('the names Zoom wants', () => {
  it.each([
    ['Petra Prospect', { firstName: 'Petra', lastName: 'Prospect' }],
    ['  Ana  de la Cruz ', { firstName: 'Ana', lastName: 'de la Cruz' }],
    ['Cher', { firstName: 'Cher', lastName: '' }],
    [' ', { firstName: 'Guest', lastName: '' }],
  ])('of %j', (name, names) => {
    expect(namesOf(name)).toEqual(names);
  });
});
