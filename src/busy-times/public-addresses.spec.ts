import { PublicAddresses } from './public-addresses';

describe('public addresses', () => {
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.0.1.1', '2606:4700::1111', '2a00:1450:4001:82a::200e'])(
    'have %s among them',
    (address) => {
      expect(new PublicAddresses([]).has(address)).toBe(true);
    },
  );

  it.each([
    ['this host', ['0.0.0.0', '127.0.0.1', '127.255.255.254', '::', '::1']],
    ['private networks', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1']],
    ['link-local ones, clouds’ metadata among them', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fec0::1']],
    ['carriers’ networks', ['100.64.0.1', '100.127.255.255']],
    ['groups and broadcasts', ['224.0.0.1', '239.1.1.1', '255.255.255.255', 'ff02::1']],
    ['reserved and documented ones', ['192.0.0.8', '198.18.0.1', '203.0.113.7', '240.0.0.1', '2001:db8::1', '3fff::1']],
    [
      'IPv4 in IPv6',
      ['::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '2002:7f00:1::', '64:ff9b::7f00:1', '2001::1'],
    ],
    ['what is none', ['', 'localhost', '127.1', '0x7f000001', '1.2.3.4.5', ':::']],
  ])('have not %s', (_, addresses) => {
    expect(addresses.filter((address) => new PublicAddresses([]).has(address))).toEqual([]);
  });

  it('have those that are allowed, and no others', () => {
    const addresses = new PublicAddresses(['127.0.0.1/32', 'fd00::/8']);
    expect(['127.0.0.1', 'fd12::1', '8.8.8.8'].map((address) => addresses.has(address))).toEqual([true, true, true]);
    expect(['127.0.0.2', '::1', '10.0.0.1'].map((address) => addresses.has(address))).toEqual([false, false, false]);
  });
});
