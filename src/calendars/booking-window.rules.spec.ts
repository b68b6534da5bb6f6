import { bookingWindowFault, openInterval, parseBookingWindow } from './booking-window.rules';

const at = (text: string) => Date.parse(text);
const NEW_YORK = 'America/New_York';

function opened(text: string, now: string, zone = NEW_YORK) {
  const { start, end } = openInterval(parseBookingWindow(text)!, at(now), zone);
  return [new Date(start).toISOString(), new Date(end).toISOString()];
}

describe('a booking window', () => {
  it.each(['P60D', 'PT1M', 'P2Y', '2026-12-01/2026-12-24', '2026-12-01/2026-12-01', '2026-01-01/2028-01-01'])(
    'may be %s',
    (text) => {
      expect(bookingWindowFault(text)).toBeNull();
    },
  );

  it.each([
    'P0D',
    'P731D',
    '-P1D',
    '',
    '/',
    '2026-12-01',
    '2026-12-01/',
    '/2026-12-24',
    '2026-12-24/2026-12-01',
    '2026-02-29/2026-03-01',
    '2026-12-01/P3D',
    '2026-01-01/2028-01-02',
    '2026-12-01/2026-12-02/2026-12-03',
    '1969-12-31/1970-01-02',
    '9998-12-30/9999-01-01',
    60,
    null,
    ['P60D'],
  ])('cannot be %p', (value) => {
    expect(bookingWindowFault(value)).toEqual(expect.any(String));
  });

  it('that rolls reaches so far from now', () => {
    expect(opened('P1D', '2026-11-23T08:00:00Z')).toEqual(['2026-11-23T08:00:00.000Z', '2026-11-24T08:00:00.000Z']);
  });

  it('of dates lasts from the first one’s beginning to the last one’s end, in the zone', () => {
    const dates = '2026-12-01/2026-12-24';
    expect(opened(dates, '2026-11-23T08:00:00Z')).toEqual(['2026-12-01T05:00:00.000Z', '2026-12-25T05:00:00.000Z']);
    expect(opened(dates, '2026-12-10T00:00:00Z')).toEqual(['2026-12-10T00:00:00.000Z', '2026-12-25T05:00:00.000Z']);
    expect(opened(dates, '2027-01-01T00:00:00Z')).toEqual(['2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']);
  });
});
