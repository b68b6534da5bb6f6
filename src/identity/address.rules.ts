import { isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Of the eight parts of an IPv6 address, those that name the network: whoever has one has the whole /64. */
const NETWORK_PARTS = 4;

/** What counts as one address when attempts are counted: an IPv4 address, or an IPv6 network of 64 bits. */
export function addressGroup(address: string): string {
  const plain = address.split('%')[0] ?? '';
  const [, mapped] = MAPPED.exec(plain) ?? [];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain;
  const parts = expanded(new URL(`http://[${plain}]`).hostname.slice(1, -1));
  return `${parts.slice(0, NETWORK_PARTS).join(':')}::/64`;
}

/** The eight parts of an address as URLs write it: shortest, with at most one `::`. */
function expanded(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after];
}
