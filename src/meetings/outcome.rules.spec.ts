import type { ZoomErrorKind } from '#libs/zoom-api';
import type { MeetingRow } from './meeting.entity';
import type { Step } from './meeting.rules';
import { type Answer, faultOf, type Outcome, outcomeOf } from './outcome.rules';

const NOW = new Date('2026-11-23T08:00:00Z');
const SLOT = '00000010-0000-4000-8000-000000000000';
const after = (ms: number) => new Date(NOW.getTime() + ms);

const meeting = {
  slotId: SLOT,
  seriesId: null,
  wanted: 'present',
  known: 'unknown',
  startsAt: new Date('2026-11-24T15:00:00Z'),
  attempts: 0,
  passcode: 'A1b2',
  joinUrl: null,
} as MeetingRow;

const outcome = (step: Step, answer: Answer, change: Partial<MeetingRow> = {}): Outcome =>
  outcomeOf({ ...meeting, ...change }, step, answer, NOW);
const failed = (step: Step, kind: ZoomErrorKind, change: Partial<MeetingRow> = {}, retryAt: number | null = null) =>
  outcome(step, { is: 'failed', kind, retryAt }, change);

describe('what an answer of Zoom makes of a meeting', () => {
  it('leaves a create of unknown fate open, and looks for it after a moment', () => {
    expect(failed('create', 'unknown-fate')).toEqual({
      change: { attempts: 1, retryAt: after(3_000), failure: 'zoom-unavailable' },
      pause: 'outage',
    });
  });

  it('looks for a create that never arrived before trying again, since looking is free', () => {
    expect(failed('create', 'unreachable').change).not.toHaveProperty('known');
  });

  it('tries ever more rarely', () => {
    const waits = [0, 3, 7, 99].map((attempts) => failed('create', 'unknown-fate', { attempts }).change.retryAt);
    expect(waits).toEqual([after(3_000), after(15_000), after(3_600_000), after(3_600_000)]);
  });

  it.each<[ZoomErrorKind, string]>([
    ['missing-scope', 'zoom-missing-scope'],
    ['forbidden', 'zoom-refused'],
    ['user-missing', 'zoom-user-missing'],
    ['not-found', 'zoom-refused'],
  ])('fails the link when a create is refused as %s, with the reason %s', (kind, reason) => {
    expect(failed('create', kind)).toMatchObject({
      change: { known: 'none', failure: reason, retryAt: after(6 * 3_600_000) },
      link: { state: 'failed', reason },
    });
  });

  it.each<ZoomErrorKind>(['validation', 'refused'])('lets Zoom make the passcode when ours may be why: %s', (kind) => {
    expect(failed('create', kind)).toEqual({ change: { known: 'none', passcode: null, retryAt: null } });
    expect(failed('create', kind, { passcode: null }).link).toEqual({ state: 'failed', reason: 'zoom-refused' });
  });

  it.each<[string, ZoomErrorKind, string | null, string | null, ReturnType<typeof faultOf>]>([
    ['an e-mail address of ours', 'validation', 'A1b2', 'Invalid alternative host: B@x.test.', ['zb']],
    ['alternative hosts', 'validation', 'A1b2', 'settings.alternative_hosts: invalid', ['za', 'zb']],
    ['nothing', 'refused', 'A1b2', null, 'passcode'],
    ['nothing, without a passcode of ours', 'refused', null, 'No.', ['za', 'zb']],
    ['a user', 'user-missing', 'A1b2', 'User does not exist: a@x.test.', ['za']],
    ['the plan', 'forbidden', 'A1b2', 'Only available for paid account.', ['za', 'zb']],
    ['the scope', 'missing-scope', 'A1b2', 'a@x.test', null],
  ])('tries without what Zoom minds, where it names %s', (_, kind, passcode, says, fault) => {
    const colleagues = [
      { zoomUserId: 'za', email: 'a@x.test' },
      { zoomUserId: 'zb', email: 'b@x.test' },
    ];
    const failure = { is: 'failed', kind, retryAt: null, says, colleagues } as const;
    const host = { ...meeting, passcode };
    expect(faultOf(host, failure)).toEqual(fault);
    const { change, link } = outcomeOf(host, 'create', failure, NOW);
    if (fault === null) expect(link?.state).toBe('failed');
    else expect(change).toMatchObject({ known: 'none', retryAt: null });
    expect(change.passcode === null).toBe(fault === 'passcode');
  });

  it('keeps the link of a meeting that cannot be changed now', () => {
    expect(
      failed('update', 'forbidden', { known: 'present', joinUrl: 'https://zoom.example/j/1' }).link,
    ).toBeUndefined();
  });

  it('takes what is gone for gone', () => {
    expect(failed('update', 'not-found')).toMatchObject({ change: { known: 'absent' }, remake: true });
    expect(failed('delete', 'not-found')).toMatchObject({ change: { known: 'absent' } });
    expect(failed('delete', 'not-found').remake).toBeUndefined();
  });

  it.each<Step>(['update', 'delete'])('leaves a meeting that was started early to itself for hours: %s', (step) => {
    expect(failed(step, 'meeting-started')).toEqual({ change: { retryAt: after(6 * 3_600_000) } });
  });

  it('parks until the next day, each slot at a moment of its own', () => {
    const until = new Date('2026-11-24T00:00:30Z');
    const resume = new Date('2026-11-24T00:00:46Z');
    expect(outcome('create', { is: 'spent', until })).toEqual({
      change: { known: 'none', retryAt: resume, failure: 'zoom-quota-spent', parkedAt: NOW },
      link: { state: 'parked', parkedUntil: resume },
    });
    expect(outcome('create', { is: 'spent', until }, { startsAt: until }).link).toEqual({
      state: 'failed',
      reason: 'zoom-quota-spent',
    });
    expect(outcome('delete', { is: 'spent', until }).link).toBeUndefined();
    expect(failed('create', 'daily-limit', {}, until.getTime()).link).toEqual({ state: 'parked', parkedUntil: resume });
  });

  it('waits as long as Zoom says', () => {
    expect(failed('create', 'rate-limited', {}, after(7_000).getTime())).toEqual({
      change: { known: 'none', retryAt: after(7_000) },
      pause: after(7_000),
    });
  });

  it('makes a meeting that was looked for in vain, if it is still wanted', () => {
    expect(outcome('find', { is: 'not-there' }).change).toMatchObject({ known: 'none', retryAt: null });
    expect(outcome('find', { is: 'not-there' }, { wanted: 'absent' }).change).toMatchObject({ known: 'absent' });
    const shown = { joinUrl: 'https://zoom.example/j/1' };
    expect(outcome('find', { is: 'not-there' }, shown)).toMatchObject({ change: { known: 'absent' }, remake: true });
  });
});
