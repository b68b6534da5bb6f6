import ICAL from 'ical.js';
import { type FeedEvent, feedIcs } from '.';

const EVENT: FeedEvent = {
  uid: 'a1@slotlink',
  sequence: 2,
  changedAt: new Date('2026-11-23T08:00:00Z'),
  start: new Date('2026-11-24T15:00:00Z'),
  end: new Date('2026-11-24T15:30:00Z'),
  summary: 'Discovery; call, "one"\r\nBEGIN:VEVENT',
  description: 'With: Petra\nJoin: https://book.example/join/1',
  location: 'https://zoom.example/j/1',
  url: 'https://book.example/join/1',
  tentative: false,
};

const eventsIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text) as string[]).getAllSubcomponents('vevent').map((vevent) => ({
    event: new ICAL.Event(vevent),
    value: (name: string) => vevent.getFirstPropertyValue(name)?.toString(),
  }));

describe('feedIcs', () => {
  it('is read by another program as it was meant', () => {
    const text = feedIcs({
      name: 'Appointments of Maria',
      ttlSeconds: 900,
      events: [EVENT, { ...EVENT, uid: 'a2', tentative: true }],
    });
    const [first, second] = eventsIn(text);
    expect(first?.event).toMatchObject({ uid: 'a1@slotlink', sequence: 2, location: EVENT.location });
    expect(first?.event.summary).toBe('Discovery; call, "one" BEGIN:VEVENT');
    expect(first?.event.description).toBe(EVENT.description);
    expect(first?.event.startDate.toString()).toBe('2026-11-24T15:00:00Z');
    expect(first?.event.endDate.toString()).toBe('2026-11-24T15:30:00Z');
    expect(first?.value('status')).toBe('CONFIRMED');
    expect(second?.value('status')).toBe('TENTATIVE');
    expect(text).toContain('X-WR-CALNAME:Appointments of Maria\r\n');
    expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('is the same text for the same events', () => {
    const feed = { name: 'x', ttlSeconds: 900, events: [EVENT] };
    expect(feedIcs(feed)).toBe(feedIcs(feed));
  });

  it('may be empty', () => {
    expect(eventsIn(feedIcs({ name: 'x', ttlSeconds: 900, events: [] }))).toEqual([]);
  });
});
