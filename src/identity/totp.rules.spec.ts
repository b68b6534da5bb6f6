import { base32, codeOf, matchingStep, stepOf, totpUri, typedCode } from './totp.rules';

/** Of the RFCs' appendices. */
const SECRET = Buffer.from('12345678901234567890');

describe('codes of an authenticator app', () => {
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [4, '338314'],
    [5, '254676'],
    [6, '287922'],
    [7, '162583'],
    [8, '399871'],
    [9, '520489'],
  ])('are those of RFC 4226 for counter %i', (counter, code) => {
    expect(codeOf(SECRET, counter)).toBe(code);
  });

  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('are the last six digits of RFC 6238 at second %i', (second, code) => {
    expect(codeOf(SECRET, stepOf(second * 1000))).toBe(code);
  });

  it('are good one step early or late, and no further', () => {
    const at = 1_234_567_890_000;
    const now = stepOf(at);
    const stepsTaken = [-2, -1, 0, 1, 2].map((away) => matchingStep(SECRET, codeOf(SECRET, now + away), at, 0));
    expect(stepsTaken).toEqual([null, now - 1, now, now + 1, null]);
  });

  it('are good once: neither they nor earlier ones pass after that', () => {
    const at = 1_234_567_890_000;
    const now = stepOf(at);
    expect(matchingStep(SECRET, codeOf(SECRET, now), at, now)).toBeNull();
    expect(matchingStep(SECRET, codeOf(SECRET, now - 1), at, now)).toBeNull();
    expect(matchingStep(SECRET, codeOf(SECRET, now + 1), at, now)).toBe(now + 1);
  });

  it.each(['', '00592', '0059244', '５５５５５５', 'ABCDEF', '005924 OR 1=1'])('are no other text: %j', (text) => {
    expect(matchingStep(SECRET, text, 1_234_567_890_000, 0)).toBeNull();
  });

  it('are typed in many ways', () => {
    expect([' 005 924 ', '005-924', '005924'].map(typedCode)).toEqual(['005924', '005924', '005924']);
    expect(typedCode('abcd-efgh-2345-7xyz')).toBe('ABCDEFGH23457XYZ');
  });
});

describe('the secret of an authenticator app', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('is written as RFC 4648 says: %j', (text, written) => {
    expect(base32(Buffer.from(text))).toBe(written);
  });

  it('is shown as an address that apps read', () => {
    const url = new URL(totpUri(SECRET, 'a+b@example.com'));
    expect(url.protocol).toBe('otpauth:');
    expect(decodeURIComponent(url.pathname)).toContain('Slotlink:a+b@example.com');
    expect(url.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});
