import { addressFault, feedAddress, shownAddress } from './feed-address.rules';

const faultOf = (text: string, httpsOnly = false) => addressFault(feedAddress(text), { httpsOnly });

describe('the address of a feed', () => {
  it.each([
    'https://calendar.example.com/secret/basic.ics',
    ' webcal://calendar.example.com/secret ',
    'http://calendar.example.com:8080/x?y=z',
    'https://calendar.example.com:443/',
  ])('may be %s', (text) => {
    expect(faultOf(text)).toBeNull();
  });

  it.each([
    '',
    'calendar.example.com',
    'file:///etc/passwd',
    'ftp://example.com/x',
    'javascript:alert(1)',
    'data:text/calendar,BEGIN:VCALENDAR',
    'https://user:secret@example.com/',
    'https://example.com:25/',
    'http://example.com:22/',
    'https://',
    `https://example.com/${'x'.repeat(2_000)}`,
  ])('may not be %s', (text) => {
    expect(faultOf(text)).toMatch(/^must /);
  });

  it('is https in production', () => {
    expect(faultOf('http://example.com/', true)).toMatch(/https/);
    expect(faultOf('webcal://example.com/', true)).toBeNull();
  });

  it('is shown without what opens it', () => {
    expect(shownAddress(new URL('https://example.com:8443/secret?token=secret'))).toBe('https://example.com:8443/…');
  });
});
