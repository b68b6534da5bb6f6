import { durationFault } from './duration.rules';

const DAY = { min: 'PT1M', max: 'PT24H', exact: true, wholeMinutes: true };
const YEAR = { min: 'PT0M', max: 'P1Y' };

describe('durations within limits', () => {
  it.each([
    ['PT1M', DAY],
    ['PT24H', DAY],
    ['PT1440M', DAY],
    ['PT120S', DAY],
    ['PT0S', YEAR],
    ['-PT0M', YEAR],
    ['P12M', YEAR],
    ['P365D', YEAR],
    ['P52W', YEAR],
    ['P11M30D', YEAR],
  ])('takes %s', (text, limits) => {
    expect(durationFault(text, limits)).toBeNull();
  });

  it.each([
    ['PT59S', DAY],
    ['PT24H1M', DAY],
    ['PT61S', DAY],
    ['PT0.5S', DAY],
    ['P1D', DAY],
    ['-PT30M', DAY],
    ['P12M1D', YEAR],
    ['P366D', YEAR],
    ['P53W', YEAR],
    ['-P1D', YEAR],
    ['P999999999Y', YEAR],
    ['', YEAR],
    ['P', YEAR],
    ['30', YEAR],
    [30, YEAR],
    [null, YEAR],
    [['PT30M'], YEAR],
  ])('refuses %p', (value, limits) => {
    expect(durationFault(value, limits)).toEqual(expect.any(String));
  });
});
