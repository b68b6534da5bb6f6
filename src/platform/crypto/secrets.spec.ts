import { randomBytes } from 'node:crypto';
import type { SealedPlace } from './sealed-texts';
import { Secrets, UnsealError } from './secrets';

const here = 'here' as SealedPlace;
const key = (id: string) => ({ id, bytes: randomBytes(32) });

describe('Secrets', () => {
  const old = key('old');
  const secrets = new Secrets([old]);

  it('opens what it sealed, for the same place only', () => {
    const envelope = secrets.seal('refresh-token', here);
    expect(envelope).toMatch(/^old\./);
    expect(envelope).not.toContain('refresh-token');
    expect(secrets.unseal(envelope, here)).toBe('refresh-token');
    expect(() => secrets.unseal(envelope, 'there' as SealedPlace)).toThrow(UnsealError);
  });

  it('seals with the first key and opens with any', () => {
    const envelope = secrets.seal('text', here);
    const rotated = new Secrets([key('new'), old]);
    expect(rotated.unseal(envelope, here)).toBe('text');
    expect(rotated.seal('text', here)).toMatch(/^new\./);
    expect(() => new Secrets([key('new')]).unseal(envelope, here)).toThrow(UnsealError);
  });

  it.each(['', 'old', 'old.', 'old.AAAA', 'nobody.AAAA', '💥.💥'])('refuses the envelope %j', (envelope) => {
    expect(() => secrets.unseal(envelope, here)).toThrow(UnsealError);
  });

  it('tells a link of one purpose, part or key from another', () => {
    const mac = secrets.mac('manage', 'appointment', 1);
    expect(secrets.macMatches(mac, 'manage', 'appointment', 1)).toBe(true);
    expect(secrets.macMatches(mac, 'manage', 'appointment', 2)).toBe(false);
    expect(secrets.macMatches(mac, 'join', 'appointment', 1)).toBe(false);
    expect(new Secrets([key('old')]).macMatches(mac, 'manage', 'appointment', 1)).toBe(false);
    expect(secrets.macMatches('', 'manage')).toBe(false);
  });
});
