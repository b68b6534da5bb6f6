import { withoutTokens } from './without-tokens';

const TOKEN = '0f8b7c0e-0000-4000-8000-000000000000.k1.aBcDeFgHiJkLmNoPqRsTuVwXyZ';

describe('withoutTokens', () => {
  it.each([
    [`/a/${TOKEN}`, '/a/…'],
    [`/a/${TOKEN}/cancel?reason=x`, '/a/…/cancel'],
    [`/app/invitations/${TOKEN}`, '/app/invitations/…'],
    [`/v1/invitations/${TOKEN}`, '/v1/invitations/…'],
    [`/app/password-reset/${TOKEN}`, '/app/password-reset/…'],
    [`/app/email-change/${TOKEN}`, '/app/email-change/…'],
    ['/v1/auth/password-reset/confirm', '/v1/auth/password-reset/confirm'],
    [`/join/${TOKEN}`, '/join/…'],
    [`/feeds/${TOKEN}.ics`, '/feeds/…'],
    [`/v1/public/appointments/${TOKEN}/free-slots?from=x`, '/v1/public/appointments/…/free-slots'],
    [`/v1/public/calendars/intro/holds/${TOKEN}`, '/v1/public/calendars/intro/holds/…'],
    [`/v1/public/%61ppointments/${TOKEN}`, '/v1/public/appointments/…'],
    [`/v1/invitations/${'t'.repeat(43)}`, '/v1/invitations/…'],
    [`/v1/invitations/%74${'t'.repeat(42)}`, '/v1/invitations/…'],
    [`/%/${TOKEN}`, '…'],
    ['/v1/api-keys/sl_key_abc-DEF_123', '/v1/api-keys/…'],
    ['/v1/integrations/zoom/callback?code=secret&state=secret', '/v1/integrations/zoom/callback'],
    ['/v1/appointments/0f8b7c0e-0000-4000-8000-000000000000', '/v1/appointments/0f8b7c0e-0000-4000-8000-000000000000'],
  ])('logs %s as %s', (url, logged) => {
    expect(withoutTokens(url)).toBe(logged);
  });
});
