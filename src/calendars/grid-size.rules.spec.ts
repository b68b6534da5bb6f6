import { gridFaults } from './grid-size.rules';

describe('how fine a grid may be', () => {
  it.each([
    [20, 'PT1M'],
    [100, 'PT5M'],
    [200, 'PT10M'],
    [0, 'PT1M'],
  ])('%i members may have one of %s', (members, interval) => {
    expect(gridFaults(interval, members)).toEqual([]);
  });

  it.each([
    [21, 'PT1M', 'must be PT2M or more with 21 members'],
    [200, 'PT9M', 'must be PT10M or more with 200 members'],
  ])('%i members may not have one of %s', (members, interval, detail) => {
    expect(gridFaults(interval, members)).toEqual([{ pointer: '/slotInterval', detail }]);
  });
});
