import { changed, parted, whole } from './audit.rules';

describe('changed', () => {
  it('names the fields that differ, on both sides', () => {
    expect(changed({ role: 'member', name: 'Maria' }, { role: 'admin', name: 'Maria' })).toEqual({
      before: { role: 'member' },
      after: { role: 'admin' },
    });
  });

  it('compares what is stored: instants as texts, members in any order, absent as null', () => {
    const at = new Date('2026-11-23T08:00:00Z');
    expect(
      changed(
        { at, place: { kind: 'zoom', value: 'x' }, phone: null },
        { at: new Date(at), place: { value: 'x', kind: 'zoom' } },
      ),
    ).toEqual({ before: {}, after: {} });
    expect(changed({}, { phone: '+49' })).toEqual({ before: { phone: null }, after: { phone: '+49' } });
    expect(changed({ days: [1, 2] }, { days: [2, 1] })).toEqual({ before: { days: [1, 2] }, after: { days: [2, 1] } });
  });
});

describe('parting values', () => {
  it.each<[string, object, object, object | null]>([
    ['nothing personal', { role: 'admin', active: true }, { role: 'admin', active: true }, null],
    ['a name', { name: 'Maria', role: 'admin' }, { name: '[erased]', role: 'admin' }, { name: 'Maria' }],
    ['no name', { name: null }, { name: null }, null],
    [
      'a field within',
      { location: { kind: 'phone', value: '+49 30 1' } },
      { location: { kind: 'phone', value: '[erased]' } },
      { location: { value: '+49 30 1' } },
    ],
    [
      'a record of somebody',
      { contact: { id: '1', city: 'Bonn' } },
      { contact: '[erased]' },
      { contact: { id: '1', city: 'Bonn' } },
    ],
    [
      'a list with somebody in it',
      { members: [{ userId: '1', name: 'Maria' }, { userId: '2' }] },
      { members: '[erased]' },
      { members: [{ userId: '1', name: 'Maria' }, { userId: '2' }] },
    ],
    ['a list of anything else', { days: [1, { from: '09:00' }] }, { days: [1, { from: '09:00' }] }, null],
  ])('with %s', (_, values, open, personal) => {
    expect(parted(values)).toEqual({ open, personal });
    expect(whole(parted(values).open, parted(values).personal)).toEqual(values);
  });

  it.each([
    [{ password: 'x', accessToken: 'x', clientSecret: 'x', apiKey: 'x', passwordHash: 'x', start_url: 'x' }],
    [{ zoom: { refresh_token: 'x' } }],
    [{ guests: [{ name: 'Greta', manageToken: 'x' }] }],
    [{ notes: 'Bearer abcdefgh' }],
    [
      {
        notes:
          'see https://example.com/a/0f8b7c0e-0000-4000-8000-000000000000.k1.aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgHiJkLmNoPqR',
      },
    ],
    [{ note: 'aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgHiJkLmNoPq' }],
  ])('leaves no secret: %j', (values) => {
    const { open, personal } = parted(values);
    const text = JSON.stringify([open, personal]);
    expect(text).toContain('[redacted]');
    expect(text).not.toMatch(/"x"|aBcDeF|abcdefgh/);
  });

  it('keeps user IDs, which look like no secret', () => {
    const userId = '0f8b7c0e-0000-4000-8000-000000000000';
    expect(parted({ userId })).toEqual({ open: { userId }, personal: null });
  });

  it('makes storable what is not, and cuts what nobody reads', () => {
    const { open } = parted({ topic: `a\0b\ud800`, long: 'x'.repeat(2_001) });
    expect(open).toEqual({ topic: 'a\uFFFDb\uFFFD', long: `${'x'.repeat(2_000)}… (2001 characters)` });
  });
});
