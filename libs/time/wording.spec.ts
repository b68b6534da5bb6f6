import { instantInWords, spanInWords } from '.';

const AT = (instant: string) => new Date(instant);
const START = AT('2026-11-24T15:00:00Z');
const END = AT('2026-11-24T15:30:00Z');

describe('spanInWords', () => {
  // Punctuation differs between the ICU versions of Node 20, 22 and 24.
  it.each([
    ['Europe/Berlin', null, /^Tuesday, November 24, 2026\W.*\b4:00 – 4:30 PM \(Europe\/Berlin, UTC\+01:00\)$/],
    [
      'America/New_York',
      'en-US',
      /^Tuesday, November 24, 2026\W.*\b10:00 – 10:30 AM \(America\/New_York, UTC-05:00\)$/,
    ],
    ['Asia/Kathmandu', 'en-GB', /^Tuesday,? 24 November 2026\W.*\b20:45 ?– ?21:15 \(Asia\/Kathmandu, UTC\+05:45\)$/],
    ['UTC', 'de', /^Dienstag, 24\. November 2026\W.*\b15:00 ?– ?15:30 Uhr \(UTC\)$/],
  ])('reads in %s by the customs of %s', (zone, locale, words) => {
    expect(spanInWords(START, END, { zone, locale })).toMatch(words);
  });

  it('names both days of a span over midnight', () => {
    const words = spanInWords(AT('2026-11-24T23:30:00Z'), AT('2026-11-25T00:30:00Z'), { zone: 'UTC', locale: 'en' });
    expect(words).toContain('November 24');
    expect(words).toContain('November 25');
  });

  it.each(['not a locale', '../..', '-', 'xx-YY-zz-q', 'x'.repeat(35)])('reads the locale %j as English', (locale) => {
    expect(spanInWords(START, END, { zone: 'UTC', locale })).toMatch(/^Tuesday, November 24/);
  });

  it('reads an unknown zone as UTC', () => {
    expect(spanInWords(START, END, { zone: 'Mars/Olympus', locale: null })).toMatch(/3:00 – 3:30 PM \(UTC\)$/);
  });
});

describe('instantInWords', () => {
  it("is an instant in its reader's zone, the zone named", () => {
    const words = instantInWords(AT('2026-11-24T00:00:00Z'), { zone: 'America/New_York', locale: null });
    expect(words).toBe('Monday, November 23, 2026 at 7:00 PM (America/New_York, UTC-05:00)');
  });
});
