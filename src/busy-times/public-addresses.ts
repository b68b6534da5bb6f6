import { BlockList, isIP } from 'node:net';

/** What is not the public internet (RFC 6890 and the IANA registries of special-purpose addresses). */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Of IPv6 only this is public: loopback, local, multicast and mapped IPv4 addresses lie outside. */
const PUBLIC_V6 = '2000::/3';
/** Within it: Teredo and the like, documentation, and 6to4, which holds IPv4 addresses of any kind. */
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** The addresses that may be connected to on somebody's behalf: public ones, and those the operator allows. */
export class PublicAddresses {
  private readonly allowed: BlockList;
  private readonly notPublic = listOf([...NOT_PUBLIC_V4, ...NOT_PUBLIC_V6]);
  private readonly publicV6 = listOf([PUBLIC_V6]);

  /** @param allow networks as CIDR */
  constructor(allow: readonly string[]) {
    this.allowed = listOf(allow);
  }

  has(address: string): boolean {
    const family = isIP(address);
    if (family === 0) return false;
    const type = family === 4 ? 'ipv4' : 'ipv6';
    if (this.allowed.check(address, type)) return true;
    return !this.notPublic.check(address, type) && (family === 4 || this.publicV6.check(address, type));
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
