import { durationMinutes, type Known, type MeetingFacts, nextStep, type Wanted } from './meeting.rules';

const at = (time: string) => new Date(`2026-11-24T${time}Z`);

const meeting: MeetingFacts & { retryAt: Date | null } = {
  seriesId: null,
  wanted: 'present',
  known: 'present',
  topic: 'Talk',
  startsAt: at('10:00'),
  endsAt: at('10:30'),
  sentTopic: 'Talk',
  sentStartsAt: at('10:00'),
  sentDurationMinutes: 30,
  touches: 0,
  accepted: false,
  handTo: null,
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

  it.each<[string, Known, Partial<MeetingFacts>, string, string, string]>([
    // touched in Zoom, known, and: before its start, while it may run, once it is over
    ['is looked at', 'present', {}, 'look', 'look', 'done'],
    ['is looked at before it is changed', 'present', { topic: 'Other' }, 'look', 'look', 'done'],
    ['that was removed is looked at too', 'absent', {}, 'look', 'look', 'done'],
    ['that nobody wants is deleted all the same', 'present', { wanted: 'absent' }, 'delete', 'done', 'done'],
    ['that may be there is looked for', 'unknown', {}, 'find', 'find', 'done'],
  ])('one touched in Zoom %s', (_, known, change, before, during, after) => {
    const facts = { ...meeting, known, touches: 2, ...change };
    expect([at('09:59'), at('10:00'), at('10:30')].map((now) => nextStep(facts, now))).toEqual([before, during, after]);
  });

  it('leaves what was accepted as Zoom has it', () => {
    expect(nextStep({ ...meeting, sentTopic: 'Theirs', accepted: true }, at('09:59'))).toBe('done');
  });

  it('is handed over rather than deleted, before its start only', () => {
    const facts = { ...meeting, wanted: 'absent' as const, handTo: 'the next host’s' };
    expect([at('09:59'), at('10:00')].map((now) => nextStep(facts, now))).toEqual(['transfer', 'done']);
    expect(nextStep({ ...facts, wanted: 'present' }, at('09:59'))).toBe('done');
    expect(nextStep({ ...facts, known: 'unknown' }, at('09:59'))).toBe('find');
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
