import { coversRegistrants, missingScopes, REGISTRANT_SCOPES, REQUIRED_SCOPES } from './index';

describe('missing scopes', () => {
  it.each([
    ['granular', REQUIRED_SCOPES],
    ['granular for admins', REQUIRED_SCOPES.map((scope) => `${scope}:admin`)],
    ['classic', ['user:read', 'meeting:read', 'meeting:write']],
    ['classic for admins', ['user:read:admin', 'meeting:read:admin', 'meeting:write:admin']],
  ])('are none with the %s ones', (_name, granted) => {
    expect(missingScopes(granted)).toEqual([]);
  });

  it('are those that nothing covers', () => {
    expect(missingScopes([])).toEqual(REQUIRED_SCOPES);
    expect(missingScopes(['user:read', 'meeting:read', 'meeting:write:meeting'])).toEqual([
      'meeting:update:meeting',
      'meeting:delete:meeting',
    ]);
  });
});

describe('the scopes of join links for each participant', () => {
  it('are granular or classic, and all are needed', () => {
    expect(coversRegistrants(REGISTRANT_SCOPES)).toBe(true);
    expect(coversRegistrants(['meeting:read:admin', 'meeting:write:admin'])).toBe(true);
    expect(coversRegistrants(REGISTRANT_SCOPES.slice(1))).toBe(false);
    expect(coversRegistrants(REQUIRED_SCOPES)).toBe(false);
  });
});
