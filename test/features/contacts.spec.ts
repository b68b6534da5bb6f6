import { type TestUser, anAccount, anEmail } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';
import { Contacts } from '../../src/contacts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('contacts', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const aContact = async (overrides: object = {}) =>
    (await owner.post('/v1/contacts', { name: 'Grace Guest', email: anEmail('guest'), ...overrides }).expect(201)).body;

  it('are made, read, changed and deleted', async () => {
    const email = anEmail('ada');
    const made = await aContact({ name: 'Ada', email, phone: '+1 555 0100', smsConsent: true });
    expect(made).toEqual({
      id: expect.any(String),
      name: 'Ada',
      email,
      phone: '+1 555 0100',
      smsConsent: true,
      version: 1,
      createdAt: '2026-11-23T08:00:00.000Z',
      updatedAt: '2026-11-23T08:00:00.000Z',
    });
    const path = `/v1/contacts/${made.id}`;
    await owner.get(path).expect(200, made);
    const { body: changed } = await owner.patch(path, { phone: null, smsConsent: false }).expect(200);
    expect(changed).toEqual({ ...made, phone: null, smsConsent: false, version: 2 });
    await owner.patch(path, { name: 'Old' }).set('if-match', '"1"').expect(412);
    await owner.delete(path).set('if-match', '"1"').expect(412);
    await owner.delete(path).expect(204);
    await owner.get(path).expect(404);
  });

  it('have an e-mail of their own within the account, whatever its case', async () => {
    const first = await aContact({ email: `Twin.${NOBODY}@Example.com` });
    const email = first.email.toLowerCase();
    const { body } = await owner.post('/v1/contacts', { name: 'Twin', email }).expect(409);
    expect(body).toMatchObject({ type: expect.stringMatching(/\/contact-exists$/), contactId: first.id });
    const second = await aContact();
    expect((await owner.patch(`/v1/contacts/${second.id}`, { email }).expect(409)).body.contactId).toBe(first.id);
    await owner.patch(`/v1/contacts/${first.id}`, { email }).expect(200);
    const elsewhere = await anAccount(slotlink);
    await elsewhere.post('/v1/contacts', { name: 'Twin', email }).expect(201);
  });

  it('are one, however many ask for the e-mail at once', async () => {
    const email = anEmail('crowd');
    const make = () => owner.post('/v1/contacts', { name: 'Crowd', email });
    const answers = await Promise.all(Array.from({ length: 10 }, make));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    const [a, b] = [await aContact(), await aContact()];
    const wanted = anEmail('wanted');
    const moves = await Promise.all([a, b].map(({ id }) => owner.patch(`/v1/contacts/${id}`, { email: wanted })));
    expect(moves.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('are found by part of name or e-mail, taken literally', async () => {
    const account = await anAccount(slotlink);
    const names = ['Zoë Ångström', '100% Real_Name', '100 percent', 'back\\slash'];
    for (const [index, name] of names.entries()) {
      await account.post('/v1/contacts', { name, email: `person${index}@findable.example` }).expect(201);
    }
    const found = async (search: string) => {
      const { body } = await account.get(`/v1/contacts?search=${encodeURIComponent(search)}`).expect(200);
      return body.items.map(({ name }: { name: string }) => name);
    };
    expect(await found('ÅNGSTRÖM')).toEqual(['Zoë Ångström']);
    expect(await found('100%')).toEqual(['100% Real_Name']);
    expect(await found('l_n')).toEqual(['100% Real_Name']);
    expect(await found('k\\s')).toEqual(['back\\slash']);
    expect(await found('PERSON2@')).toEqual(['100 percent']);
    expect(await found('')).toHaveLength(4);
    expect(await found("'; DROP TABLE contacts; --")).toEqual([]);
    await account.get(`/v1/contacts?search=${'x'.repeat(201)}`).expect(422);
    await account.get('/v1/contacts?search=a&search=b').expect(422);
    const { body: page } = await account.get('/v1/contacts?limit=3').expect(200);
    const { body: rest } = await account.get(`/v1/contacts?limit=3&cursor=${page.nextCursor}`).expect(200);
    expect(page.items).toHaveLength(3);
    expect(rest).toMatchObject({ items: [expect.anything()], nextCursor: null });
  });

  it('belong to their account', async () => {
    const { id } = await aContact();
    const stranger = await anAccount(slotlink);
    await stranger.get(`/v1/contacts/${id}`).expect(404);
    await stranger.patch(`/v1/contacts/${id}`, { name: 'Theirs' }).expect(404);
    await stranger.delete(`/v1/contacts/${id}`).expect(404);
    await stranger.get('/v1/contacts').expect(200, { items: [], nextCursor: null });
    await slotlink.http.get(`/v1/contacts/${id}`).expect(401);
    await owner.get('/v1/contacts/nobody').expect(404);
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ name: 'n'.repeat(10_000) }, '/name'],
    [{ name: 'two\nlines' }, '/name'],
    [{ name: null }, '/name'],
    [{ email: 'nowhere' }, '/email'],
    [{ email: null }, '/email'],
    [{ email: `${'e'.repeat(10_000)}@example.com` }, '/email'],
    [{ phone: 'call me' }, '/phone'],
    [{ phone: 5 }, '/phone'],
    [{ smsConsent: 'yes' }, '/smsConsent'],
    [{ smsConsent: null }, '/smsConsent'],
    [{ tags: [] }, '/tags'],
  ])('cannot have %j', async (wrong, pointer) => {
    const input = { name: 'Grace', email: anEmail(), ...wrong };
    const { id } = await aContact();
    for (const answer of [
      await owner.post('/v1/contacts', input).expect(422),
      await owner.patch(`/v1/contacts/${id}`, wrong).expect(422),
    ]) {
      expect(answer.body.errors[0].pointer).toBe(pointer);
    }
  });

  it('are found or made for who books, and never overwritten', async () => {
    const door = slotlink.app.get(Contacts);
    const email = anEmail('booker');
    const asked = Array.from({ length: 10 }, (_, index) =>
      door.findOrCreate(owner.accountId, { name: `Name ${index}`, email: index % 2 ? email : email.toUpperCase() }),
    );
    const [first, ...others] = await Promise.all(asked);
    expect(new Set(others.map(({ id }) => id))).toEqual(new Set([first!.id]));
    const again = await door.findOrCreate(owner.accountId, { name: 'Impostor', email, phone: '+1 555 0199' });
    expect(again).toMatchObject({ id: first!.id, name: first!.name, phone: null });
  });
});
