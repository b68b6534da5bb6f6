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
      otherEmails: [],
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

  it('have other e-mails, of which one may become the main one', async () => {
    const [main, second, third] = [anEmail('main'), anEmail('second'), anEmail('third')];
    const { id } = await aContact({ email: main });
    const path = `/v1/contacts/${id}`;
    const { body } = await owner.patch(path, { otherEmails: [third, second, main.toUpperCase(), second] }).expect(200);
    expect(body).toMatchObject({ email: main, otherEmails: [second, third], version: 2 });
    await owner.get(path).expect(200, body);
    const { body: taken } = await owner.post('/v1/contacts', { name: 'T', email: third.toUpperCase() }).expect(409);
    expect(taken.contactId).toBe(id);
    const { body: swapped } = await owner.patch(path, { email: second }).expect(200);
    expect(swapped).toMatchObject({ email: second, otherEmails: [main, third] });
    const { body: spelled } = await owner.patch(path, { email: second.toUpperCase() }).expect(200);
    expect(spelled).toMatchObject({ email: second.toUpperCase(), otherEmails: [main, third] });
    await owner.patch(path, { otherEmails: [] }).expect(200);
    await aContact({ email: third });
    const { body: again } = await owner.patch(path, { otherEmails: [main, third] }).expect(409);
    expect(again.errors).toEqual([{ pointer: '/otherEmails', detail: 'belongs to another contact' }]);
    expect((await owner.get(path).expect(200)).body.otherEmails).toEqual([]);
    const { body: fresh } = await owner.patch(path, { email: anEmail('fresh') }).expect(200);
    expect(fresh.otherEmails).toEqual([]);
    await aContact({ email: second });
    await owner.patch(path, { otherEmails: ['nowhere'] }).expect(422);
    await owner.patch(path, { otherEmails: [null] }).expect(422);
    await owner.patch(path, { otherEmails: 'a@example.com' }).expect(422);
    await owner.patch(path, { otherEmails: Array.from({ length: 101 }, () => main) }).expect(422);
    await owner.delete(path).expect(204);
  });

  it('refuse addresses with letters that only some see as one', async () => {
    const { id } = await aContact();
    const email = anEmail();
    for (const odd of [`İ${email}`, `i̇${email}`]) {
      await owner.patch(`/v1/contacts/${id}`, { otherEmails: [odd] }).expect(422);
    }
    const { body } = await owner.patch(`/v1/contacts/${id}`, { otherEmails: [`i${email}`, `I${email}`] }).expect(200);
    expect(body.otherEmails).toEqual([`i${email}`]);
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
    expect(await found('zoe\u0308 ångström'.normalize('NFD'))).toEqual(['Zoë Ångström']);
    expect(await found('  real_name   100% ')).toEqual(['100% Real_Name']);
    expect(await found('100 real_name')).toEqual(['100% Real_Name']);
    expect(await found('100 zoë')).toEqual([]);
    expect(await found('%')).toEqual(['100% Real_Name']);
    expect(await found('\\')).toEqual(['back\\slash']);
    expect(await found("'; DROP TABLE contacts; --")).toEqual([]);
    await account.get(`/v1/contacts?search=${'x'.repeat(201)}`).expect(422);
    await account.get('/v1/contacts?search=a&search=b').expect(422);
    await account.get('/v1/contacts?search=a%00b').expect(422);
    await account.get(`/v1/contacts?search=${'%25 '.repeat(66)}`).expect(200);
    await account.get(`/v1/contacts?search=${'1 '.repeat(99)}x`).expect(200);
    const { body: page } = await account.get('/v1/contacts?limit=3').expect(200);
    const { body: rest } = await account.get(`/v1/contacts?limit=3&cursor=${page.nextCursor}`).expect(200);
    expect(page.items).toHaveLength(3);
    expect(rest).toMatchObject({ items: [expect.anything()], nextCursor: null });
  });

  it('are found by phone number, however it is written, and by all their e-mails', async () => {
    const account = await anAccount(slotlink);
    const add = async (input: object) => (await account.post('/v1/contacts', input).expect(201)).body.id as string;
    const petra = await add({ name: 'Petra', email: 'petra@example.com', phone: '+49 (30) 90-1820' });
    await add({ name: 'Paul', email: 'paul@example.com', phone: '+1 555 0100' });
    await account.patch(`/v1/contacts/${petra}`, { otherEmails: ['Prospect@Work.example'] }).expect(200);
    const found = async (search: string) => {
      const { body } = await account.get(`/v1/contacts?search=${encodeURIComponent(search)}`).expect(200);
      return body.items.map(({ name }: { name: string }) => name);
    };
    expect(await found('309018')).toEqual(['Petra']);
    expect(await found('30 90/18.20')).toEqual(['Petra']);
    expect(await found('petra +49 30 9018')).toEqual(['Petra']);
    expect(await found('paul +49 30 9018')).toEqual([]);
    expect(await found('+1 555')).toEqual(['Paul']);
    expect(await found('prospect@work')).toEqual(['Petra']);
    await account.patch(`/v1/contacts/${petra}`, { otherEmails: [], phone: null }).expect(200);
    expect(await found('prospect@work')).toEqual([]);
    expect(await found('309018')).toEqual([]);
  });

  it('come first when the search is their e-mail, and once, however small the page', async () => {
    const account = await anAccount(slotlink);
    for (const email of ['a.ann@example.com', 'b.ann@example.com', 'Ann@example.com', 'c.ann@example.com']) {
      await account.post('/v1/contacts', { name: 'Ann', email }).expect(201);
    }
    for (const limit of [1, 2, 3, 4]) {
      const seen: string[] = [];
      let next = '/v1/contacts?search=ANN@example.com';
      while (next !== '') {
        const { items, nextCursor }: { items: { email: string }[]; nextCursor: string | null } = (
          await account.get(`${next}&limit=${limit}`).expect(200)
        ).body;
        seen.push(...items.map(({ email }) => email));
        next = nextCursor === null ? '' : `/v1/contacts?search=ANN@example.com&cursor=${nextCursor}`;
      }
      expect(seen[0]).toBe('Ann@example.com');
      expect(seen.toSorted()).toEqual([
        'Ann@example.com',
        'a.ann@example.com',
        'b.ann@example.com',
        'c.ann@example.com',
      ]);
    }
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
