import { addressGroup } from './address.rules';

describe('what counts as one address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['not an address', 'not an address'],
    ['', ''],
  ])('%s is %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });

  it('is one for all of a /64, and another for the next', () => {
    expect(addressGroup('2001:db8:1:2:ffff::1')).toBe(addressGroup('2001:db8:1:2::'));
    expect(addressGroup('2001:db8:1:3::')).not.toBe(addressGroup('2001:db8:1:2::'));
  });
});
