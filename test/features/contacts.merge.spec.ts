import { book, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import { anUnassigned, aRoundRobin, type TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { mailsAbout } from '../kit/invitations';
import { startTestApp, type TestApp } from '../kit/test-app';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const PAST = '2026-11-20T15:00:00.000Z';

describe('merging contacts', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let open: TestCalendar;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
    open = await anUnassigned(owner, { appointmentsPerSlot: 1000 });
  });
  afterAll(() => slotlink.close());

  const aContact = async (overrides: object = {}) =>
    (await owner.post('/v1/contacts', { name: 'Petra', email: anEmail('petra'), ...overrides }).expect(201)).body;
  const merge = (id: string, intoId: string) => owner.post(`/v1/contacts/${id}/merge`, { intoId });
  const byStaff = (contactId: string, overrides: object = {}) =>
    owner.post('/v1/appointments', { calendarId: open.id, start: TUESDAY_10, contactId, ...overrides });
  const bookAs = (email: string, name = 'Typed') =>
    tryToBook(slotlink, open, TUESDAY_10, { contact: { name, email, phone: '+1 555 0123' } });
  const appointmentsOf = async (contactId: string) =>
    (await owner.get(`/v1/appointments?limit=200&contactId=${contactId}`).expect(200)).body.items;
  const statuses = async (answers: PromiseLike<{ status: number }>[]) =>
    (await Promise.all(answers)).map(({ status }) => status).sort();

  it('leaves one, to whom all belongs at once', async () => {
    const [from, into] = [await aContact({ name: 'P.', phone: '+49 30 1' }), await aContact()];
    const past = await byStaff(from.id, { start: PAST, overrideAvailability: true }).expect(201);
    const coming = await byStaff(from.id).expect(201);
    const { body } = await merge(from.id, into.id).expect(200);
    expect(body).toEqual({ ...into, phone: '+49 30 1', otherEmails: [from.email], version: 2 });
    await owner.get(`/v1/contacts/${into.id}`).expect(200, body);
    const appointments = await appointmentsOf(into.id);
    expect(appointments.map(({ id }: { id: string }) => id)).toEqual([past.body.id, coming.body.id]);
    expect(await appointmentsOf(from.id)).toEqual(appointments);
    expect(appointments[1]).toMatchObject({
      contact: { id: into.id, name: 'Petra', email: into.email },
      title: coming.body.title,
      version: 2,
    });
    const { body: history } = await owner.get(`/v1/appointments/${coming.body.id}/history`).expect(200);
    expect(history.items.at(-1)).toMatchObject({
      type: 'appointment.changed',
      detail: { fields: ['contact'] },
      version: 2,
    });
    const facts = await slotlink.query(
      `SELECT payload FROM facts WHERE name = 'contact.merged' AND aggregate_id = $1`,
      [into.id],
    );
    expect(facts).toEqual([{ payload: { mergedId: from.id } }]);
  });

  it('names the survivor to whoever asks for the other, along the whole chain', async () => {
    const [a, b, c] = [await aContact(), await aContact(), await aContact()];
    await merge(a.id, b.id).expect(200);
    await merge(b.id, c.id).expect(200);
    const path = `/v1/contacts/${a.id}`;
    for (const asked of [owner.get(path), owner.patch(path, { name: 'X' }), owner.delete(path), merge(a.id, c.id)]) {
      expect((await asked.expect(404)).body).toMatchObject({ mergedInto: c.id });
    }
    expect((await merge(c.id, b.id).expect(404)).body).toMatchObject({ mergedInto: c.id });
    expect((await byStaff(a.id).expect(404)).body).toMatchObject({ mergedInto: c.id });
    const { body } = await owner.get(`/v1/contacts/${c.id}`).expect(200);
    expect(body.otherEmails).toEqual([a.email, b.email].sort());
    await owner.delete(`/v1/contacts/${c.id}`).expect(204);
    expect((await owner.get(path).expect(404)).body.mergedInto).toBeUndefined();
    expect((await bookAs(a.email).expect(201)).body.contact.email).toBe(a.email);
  });

  it('finds the survivor by every address from then on, and changes nothing of theirs', async () => {
    const [from, into] = [await aContact(), await aContact({ phone: null })];
    await merge(from.id, into.id).expect(200);
    const booked = await bookAs(from.email.toUpperCase()).expect(201);
    expect(booked.body.contact).toEqual({ name: 'Typed', email: from.email.toUpperCase(), phone: '+1 555 0123' });
    const [appointment] = await appointmentsOf(into.id);
    expect(appointment).toMatchObject({ id: booked.body.id, contact: { id: into.id, name: 'Petra', phone: null } });
    await slotlink.drainJobs();
    expect((await mailsAbout(owner, booked.body.id)).map(({ to }) => to)).toEqual([from.email]);
    await owner.post('/v1/contacts', { name: 'Twin', email: from.email }).expect(409);
    const { body: found } = await owner.get(`/v1/contacts?search=${from.email}`).expect(200);
    expect(found.items.map(({ id }: { id: string }) => id)).toEqual([into.id]);
  });

  it('is refused where it cannot be', async () => {
    const { id } = await aContact();
    const { body: itself } = await merge(id, id.toUpperCase()).expect(422);
    expect(itself.errors).toEqual([{ pointer: '/intoId', detail: 'must be another contact' }]);
    expect((await merge(id, 'nobody').expect(422)).body.errors[0].pointer).toBe('/intoId');
    await owner.post(`/v1/contacts/${id}/merge`, {}).expect(422);
    await merge(id, NOBODY).expect(404);
    const stranger = await anAccount(slotlink);
    const { body: theirs } = await stranger.post('/v1/contacts', { name: 'T', email: anEmail() }).expect(201);
    await merge(id, theirs.id).expect(404);
    await merge(theirs.id, id).expect(404);
    await stranger.post(`/v1/contacts/${id}/merge`, { intoId: theirs.id }).expect(404);
    const other = await aContact();
    await owner.patch(`/v1/contacts/${id}`, { name: 'Newer' }).expect(200);
    await merge(id, other.id).set('if-match', '"1"').expect(412);
    await merge(id, other.id).set('if-match', '"2"').expect(200);
  });

  it('never widens consent: a number taken over brings no more than both agreed to', async () => {
    const into = await aContact({ smsConsent: true });
    const from = await aContact({ phone: '+1 555 0100', smsConsent: false });
    const { body } = await merge(from.id, into.id).expect(200);
    expect(body).toMatchObject({ phone: '+1 555 0100', smsConsent: false });
  });

  it('sends nobody a mail, and later mails to where they were expected', async () => {
    const calendar = await aRoundRobin(owner);
    const [from, into] = [await aContact(), await aContact()];
    const { id: byGuest } = await book(slotlink, calendar, TUESDAY_10, {
      contact: { name: 'Petra', email: from.email },
    });
    const input = { calendarId: calendar.id, start: TUESDAY_11, contactId: from.id };
    const { body: staffs } = await owner.post('/v1/appointments', input).expect(201);
    await slotlink.drainJobs();
    const before = [await mailsAbout(owner, byGuest), await mailsAbout(owner, staffs.id)];
    expect(before.flat()).toHaveLength(4);
    await merge(from.id, into.id).expect(200);
    await slotlink.drainJobs();
    expect([await mailsAbout(owner, byGuest), await mailsAbout(owner, staffs.id)]).toEqual(before);
    for (const [index, id] of [byGuest, staffs.id].entries()) {
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: `2026-11-25T1${index + 5}:00:00Z` }).expect(200);
      await slotlink.drainJobs();
      const mails = await mailsAbout(owner, id);
      expect(mails).toHaveLength(4);
      expect(mails.map(({ to }) => to)).not.toContain(into.email);
      expect(mails.filter(({ to }) => to === from.email)).toHaveLength(2);
    }
  });

  it('gives the survivor the host that the other used to have', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 3, stickyContact: true });
    const [from, into] = [await aContact(), await aContact()];
    const hostAs = async (email: string, start: string) =>
      (await book(slotlink, calendar, start, { contact: { name: 'Petra', email } })).host.userId;
    const host = await hostAs(from.email, TUESDAY_10);
    await merge(from.id, into.id).expect(200);
    expect(await hostAs(into.email, TUESDAY_11)).toBe(host);
    expect(await hostAs(from.email, '2026-11-24T17:00:00.000Z')).toBe(host);
  });

  it('does not show the survivor to whoever holds a link of the other', async () => {
    const [from, into] = [await aContact(), await aContact({ name: 'Somebody else', phone: '+1 555 9999' })];
    const { body } = await byStaff(from.id).expect(201);
    await merge(from.id, into.id).expect(200);
    const shown = await slotlink.http.get(`/v1/public/appointments/${body.publicToken}`).expect(200);
    expect(shown.body.contact).toEqual({ name: 'Petra', email: from.email, phone: null });
  });

  describe('at once with others', () => {
    const ROUNDS = 8;
    const times = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, i) => make(i));

    it('loses no booking by the e-mail of the one that goes', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [from, into] = [await aContact(), await aContact()];
        const before = times(6, () => bookAs(from.email));
        const merging = merge(from.id, into.id);
        const after = times(6, () => bookAs(from.email.toUpperCase()));
        expect(await statuses([...before, merging, ...after])).toEqual([200, ...Array<number>(12).fill(201)]);
        expect(await appointmentsOf(into.id)).toHaveLength(12);
        const { body } = await owner.get(`/v1/contacts?search=${from.email}`).expect(200);
        expect(body.items).toHaveLength(1);
      }
    });

    it('books by the ID of the one that goes before, or not at all', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [from, into] = [await aContact(), await aContact()];
        const bookings = times(8, () => byStaff(from.id));
        const [merged, ...booked] = await Promise.all([merge(from.id, into.id), ...bookings]);
        expect(merged.status).toBe(200);
        const made = booked.filter(({ status }) => status === 201);
        const refused = booked.filter(({ status }) => status !== 201);
        for (const { status, body } of refused) expect([status, body.mergedInto]).toEqual([404, into.id]);
        expect(await appointmentsOf(into.id)).toHaveLength(made.length);
      }
    });

    it('books a series as a whole before, or not at all', async () => {
      const recurrence = { rrule: 'FREQ=WEEKLY;COUNT=5' };
      for (let round = 0; round < ROUNDS; round += 1) {
        const [from, into] = [await aContact(), await aContact()];
        const asked = [byStaff(from.id, { recurrence }), merge(from.id, into.id), byStaff(from.id, { recurrence })];
        const answers = await statuses(asked);
        expect(answers.filter((status) => status === 200)).toHaveLength(1);
        expect([200, 201, 404]).toEqual(expect.arrayContaining(answers));
        const booked = answers.filter((status) => status === 201).length;
        expect(await appointmentsOf(into.id)).toHaveLength(booked * 5);
      }
    });

    it('lets one of two that cross win', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [a, b] = [await aContact(), await aContact()];
        await bookAs(a.email).expect(201);
        await bookAs(b.email).expect(201);
        expect(await statuses([merge(a.id, b.id), merge(b.id, a.id)])).toEqual([200, 404]);
        const left = await Promise.all([a, b].map(({ id }) => owner.get(`/v1/contacts/${id}`)));
        const survivor = left.find(({ status }) => status === 200)?.body;
        expect(survivor.otherEmails).toHaveLength(1);
        expect(await appointmentsOf(survivor.id)).toHaveLength(2);
      }
    });

    it('ends with at least one of a ring, and everything with it', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const ring = [await aContact(), await aContact(), await aContact()];
        for (const { email } of ring) await bookAs(email).expect(201);
        const answers = await statuses(ring.map(({ id }, index) => merge(id, ring[(index + 1) % 3].id)));
        expect(answers).toEqual([200, 200, 404]);
        const left = await Promise.all(ring.map(({ id }) => owner.get(`/v1/contacts/${id}`)));
        const [survivor] = left.filter(({ status }) => status === 200);
        expect(survivor?.body.otherEmails).toHaveLength(2);
        expect(await appointmentsOf(survivor?.body.id)).toHaveLength(3);
      }
    });

    it('moves what is cancelled, moved and changed meanwhile', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [from, into] = [await aContact(), await aContact()];
        const made = await Promise.all(times(4, () => byStaff(from.id).expect(201)));
        const [w, x, y, z] = made.map(({ body }) => `/v1/appointments/${body.id}`);
        const answers = [
          owner.post(`${w}/cancel`),
          merge(from.id, into.id),
          owner.post(`${x}/reschedule`, { start: TUESDAY_11 }),
          owner.patch(y!, { title: 'Renamed' }),
          owner.get(z!),
          owner.patch(`/v1/contacts/${into.id}`, { otherEmails: [anEmail('more')] }),
        ];
        expect(await statuses(answers)).toEqual(Array(6).fill(200));
        expect(await appointmentsOf(into.id)).toHaveLength(4);
        const { body } = await owner.get(`/v1/contacts/${into.id}`).expect(200);
        expect(body.version).toBe(3);
      }
    });
  });
});
