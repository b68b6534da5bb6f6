import type { Contact } from './contact.entity';
import { addressesAfter, detailsAfterMerge, searchTextOf, termsOf } from './contact.rules';

const contact = (overrides: Partial<Contact> = {}): Contact => ({
  id: '1',
  accountId: 'a',
  name: 'Ada',
  email: 'ada@example.com',
  otherEmails: [],
  phone: null,
  smsConsent: false,
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  erased: false,
  ...overrides,
});

describe('termsOf', () => {
  it.each([
    ['', []],
    ['  Ada   LOVELACE ', [['ada'], ['lovelace']]],
    ['100%', [['100%']]],
    ['100 percent', [['100'], ['percent']]],
    ['+49 (30) 90', [['+49 (30) 90', '493090']]],
    ['Ada +49/30 x', [['ada'], ['+49/30', '4930'], ['x']]],
    ['person2@', [['person2@']]],
    ['2x4', [['2x4']]],
    ['()', [['()']]],
    ['ﬁne', [['fine']]],
  ])('reads %j', (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });
});

describe('searchTextOf', () => {
  it('holds names, addresses and numbers in lower case', () => {
    const text = searchTextOf(contact({ name: 'ÅDA', otherEmails: ['X@Y.example'], phone: '+1 (5) 6' }));
    expect(text).toBe('åda\nada@example.com\nx@y.example\n+1 (5) 6\n156');
  });
});

describe('addressesAfter', () => {
  const before = { email: 'a@x.example', otherEmails: ['b@x.example'] };
  it.each([
    [{}, 'a@x.example', ['b@x.example']],
    [{ email: 'new@x.example' }, 'new@x.example', ['b@x.example']],
    [{ email: 'B@x.example' }, 'B@x.example', ['a@x.example']],
    [{ email: 'A@X.example' }, 'A@X.example', ['b@x.example']],
    [{ otherEmails: ['c@x.example', 'A@x.example', 'C@x.example'] }, 'a@x.example', ['c@x.example']],
    [{ email: 'b@x.example', otherEmails: [] }, 'b@x.example', []],
  ])('after %j are %s and %j', (input, email, otherEmails) => {
    expect(addressesAfter(before, input)).toEqual({ email, otherEmails });
  });
});

describe('detailsAfterMerge', () => {
  const other = { email: 'bob@example.com', name: 'Bob' };
  it.each([
    [
      { phone: '1', smsConsent: true },
      { phone: '2', smsConsent: false },
      { phone: '2', smsConsent: false },
    ],
    [
      { phone: '1', smsConsent: false },
      { phone: '2', smsConsent: true },
      { phone: '2', smsConsent: true },
    ],
    [
      { phone: '1', smsConsent: true },
      { phone: null, smsConsent: false },
      { phone: '1', smsConsent: false },
    ],
    [
      { phone: '1', smsConsent: false },
      { phone: null, smsConsent: true },
      { phone: '1', smsConsent: false },
    ],
    [
      { phone: '1', smsConsent: true },
      { phone: null, smsConsent: true },
      { phone: '1', smsConsent: true },
    ],
    [
      { phone: null, smsConsent: true },
      { phone: null, smsConsent: true },
      { phone: null, smsConsent: true },
    ],
  ])('of %j into %j is %j', (merged, survivor, after) => {
    expect(detailsAfterMerge(contact({ ...other, ...merged }), contact(survivor))).toMatchObject({
      name: 'Ada',
      otherEmails: ['bob@example.com'],
      ...after,
    });
  });
});
