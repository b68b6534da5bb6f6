import { durationMinutes, type Known, type MeetingFacts, nextStep, type Wanted } from './meeting.rules';

const at = (time: string) => new Date(`2026-11-24T${time}Z`);

const meeting: MeetingFacts & { retryAt: Date | null } = {
  wanted: 'present',
  known: 'present',
  topic: 'Talk',
  startsAt: at('10:00'),
  endsAt: at('10:30'),
  sentTopic: 'Talk',
  sentStartsAt: at('10:00'),
  sentDurationMinutes: 30,
  retryAt: null,
};

describe('the next step of a meeting', () => {
  it.each<[Wanted, Known, string, string, string]>([
    // wanted, known, before its start, while it may run, once it is over
    ['present', 'none', 'create', 'create', 'done'],
    ['present', 'unknown', 'find', 'find', 'done'],
    ['present', 'present', 'done', 'done', 'done'],
    ['present', 'absent', 'done', 'done', 'done'],
    ['absent', 'none', 'done', 'done', 'done'],
    ['absent', 'unknown', 'find', 'done', 'done'],
    ['absent', 'present', 'delete', 'done', 'done'],
    ['absent', 'absent', 'done', 'done', 'done'],
  ])('wanted %s, known %s: %s, %s, %s', (wanted, known, before, during, after) => {
    const facts = { ...meeting, wanted, known };
    expect([at('09:59'), at('10:00'), at('10:30')].map((now) => nextStep(facts, now))).toEqual([before, during, after]);
  });

  it.each<[string, Partial<MeetingFacts>]>([
    ['topic', { topic: 'Other' }],
    ['end', { endsAt: at('10:45') }],
    ['start, as Zoom has it', { sentStartsAt: at('10:15') }],
    ['start that Zoom does not tell', { sentStartsAt: null }],
  ])('another %s is told to Zoom, before the start only', (_, change) => {
    const facts = { ...meeting, ...change };
    expect(nextStep(facts, at('09:59'))).toBe('update');
    expect(nextStep(facts, at('10:00'))).toBe('done');
  });

  it('waits while it is to be left alone', () => {
    const facts = { ...meeting, known: 'none' as const, retryAt: at('09:00') };
    expect(nextStep(facts, at('08:59'))).toBe('wait');
    expect(nextStep(facts, at('09:00'))).toBe('create');
  });
});

it.each([
  ['10:30', 30],
  ['10:29:01', 30],
  ['10:00:01', 1],
])('lasts whole minutes, none too few: until %s', (end, minutes) => {
  expect(durationMinutes({ startsAt: at('10:00'), endsAt: at(end) })).toBe(minutes);
});

it("never lasts longer than Zoom's day", () => {
  expect(durationMinutes({ startsAt: at('10:00'), endsAt: new Date('2026-12-24T10:00Z') })).toBe(1440);
});
