import { randomBytes } from 'node:crypto';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, logIn, type TestUser } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { aZoomCalendar, aZoomHost, allMeetings, meetingsAtZoom, type ZoomHost } from '../kit/meetings';
import { settle } from '../kit/notices';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { tracesOf } from '../kit/traces';
import { deliver } from '../kit/webhooks';

const DAY_MS = 86_400_000;
const WEDNESDAY_10 = '2026-11-25T15:00:00.000Z';

/** Somebody whose every trace can be told from everybody else's. */
interface Guest {
  name: string;
  email: string;
  phone: string;
}

function aGuest(): Guest {
  const mark = randomBytes(5).toString('hex');
  const digits = String(randomBytes(4).readUInt32BE()).padStart(10, '1');
  return {
    name: `Paula O'Zëta "P" ${mark}`,
    email: `paula.${mark}@example.com`,
    phone: `+49 ${digits.slice(0, 3)} ${digits.slice(3)}`,
  };
}

describe('data rights of a contact', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    owner = await anAccount(slotlink);
    host = await aZoomHost(slotlink, owner);
  });

  const QUESTIONS = [{ id: 'why', label: 'Why?', type: 'text', required: false, options: [] }];
  const aCalendar = (overrides: object = {}) => aZoomCalendar(owner, host, { questions: QUESTIONS, ...overrides });
  const contactOf = async ({ email }: Guest) =>
    (await owner.get(`/v1/contacts?search=${encodeURIComponent(email)}`).expect(200)).body.items[0]?.id as string;
  const spellings = ({ name, email, phone }: Guest) => [
    name,
    name.split(' ')[3]!,
    email,
    phone,
    phone.replace(/\D/g, '').slice(2),
  ];
  const booking = (guest: Guest) => ({
    contact: guest,
    notes: `Call ${guest.name} at ${guest.phone}`,
    answers: { why: `Because ${guest.name} says so` },
    guests: [{ name: 'Gus Guest', email: 'gus.guest@example.com' }],
    source: { utm_content: guest.email },
  });
  const erase = (id: string, query = '', who = owner) => who.post(`/v1/contacts/${id}/erase${query}`);

  /** One who left traces wherever a guest can. */
  async function aKnownGuest(): Promise<{ guest: Guest; contactId: string; pastId: string }> {
    const guest = aGuest();
    const [calendar, aClass] = [
      await aCalendar(),
      await aCalendar({ appointmentsPerSlot: 3, zoom: { joinLinks: 'per_participant' } }),
    ];
    const { id: pastId } = await book(slotlink, calendar, TUESDAY_10, booking(guest));
    const { id: sharedId } = await book(slotlink, aClass, TUESDAY_11, booking(guest));
    await settle(slotlink);
    const contactId = await contactOf(guest);
    await owner
      .patch(`/v1/appointments/${pastId as string}`, { internalNotes: `${guest.name} is difficult` })
      .expect(200);
    await owner
      .post('/v1/appointments', {
        calendarId: calendar.id,
        start: WEDNESDAY_10,
        contactId,
        title: `Again with ${guest.name}`,
      })
      .set('idempotency-key', `for ${guest.email}`)
      .expect(201);
    await settle(slotlink);
    const { id: movedId } = await book(slotlink, calendar, '2026-11-25T16:00:00.000Z', booking(guest));
    await owner
      .post(`/v1/appointments/${movedId as string}/reschedule`, { start: '2026-11-25T17:00:00.000Z' })
      .expect(200);
    await owner.post(`/v1/appointments/${movedId as string}/cancel`, { reason: `${guest.name} is ill` }).expect(200);
    await owner.patch(`/v1/contacts/${contactId}`, { otherEmails: [`other.${guest.email}`] }).expect(200);
    const meeting = (await meetingsAtZoom(slotlink, host.email))[0]!;
    const participant = { user_name: guest.name, email: guest.email };
    await deliver(slotlink, {
      event: 'meeting.participant_joined',
      event_ts: slotlink.clock.ms(),
      payload: {
        account_id: 'a',
        object: { id: String(meeting.id), uuid: 'u', host_id: await zoomUserOf(host), participant },
      },
    });
    await slotlink.query(
      `INSERT INTO facts (id, account_id, name, schema_version, aggregate_id, aggregate_version, payload, at)
       VALUES (gen_random_uuid(), $1, 'test.said', 1, $2, 1, $3, now())`,
      [owner.accountId, sharedId, JSON.stringify({ said: `so said ${guest.name}` })],
    );
    await settle(slotlink);
    return { guest, contactId, pastId: pastId as string };
  }

  async function zoomUserOf({ user }: ZoomHost): Promise<string> {
    return (await user.get('/v1/me/integrations/zoom').expect(200)).body.zoomUser.id as string;
  }

  describe('a copy', () => {
    it('holds all there is, each thing in its part', async () => {
      const { guest, contactId, pastId } = await aKnownGuest();
      const { body, headers } = await owner.get(`/v1/contacts/${contactId}/export`).expect(200);
      expect(headers['cache-control']).toBe('no-store');
      expect(body).toMatchObject({
        exportedAt: slotlink.clock.now().toISOString(),
        contact: {
          id: contactId,
          name: guest.name,
          email: guest.email,
          phone: guest.phone,
          otherEmails: [`other.${guest.email}`],
        },
      });
      const appointments = body.appointments as { id: string; links: { join: string }; history: { type: string }[] }[];
      expect(appointments).toHaveLength(4);
      expect(appointments.find(({ id }) => id === pastId)).toMatchObject({
        booker: guest,
        notes: `Call ${guest.name} at ${guest.phone}`,
        internalNotes: `${guest.name} is difficult`,
        answers: { why: `Because ${guest.name} says so` },
        source: { utm_content: guest.email },
        links: { join: expect.stringMatching(/^http/) },
        history: expect.arrayContaining([expect.objectContaining({ type: 'appointment.booked' })]),
      });
      expect(body.messages.length).toBeGreaterThanOrEqual(4);
      expect(body.messages.map(({ to }: { to: string }) => to)).toContain(guest.email);
      expect(body.invitations.length).toBeGreaterThanOrEqual(3);
      expect(body.zoomRegistrations).toMatchObject([{ email: guest.email, joinUrl: expect.stringContaining('http') }]);
      expect(body.zoomEvents).toMatchObject([
        { event: 'meeting.participant_joined', body: expect.stringContaining(guest.email) },
      ]);
    });

    it('is for owners and admins, of their own account', async () => {
      const guest = aGuest();
      await book(slotlink, await aCalendar(), TUESDAY_10, booking(guest));
      const id = await contactOf(guest);
      await host.user.get(`/v1/contacts/${id}/export`).expect(403);
      await (await anAccount(slotlink)).get(`/v1/contacts/${id}/export`).expect(404);
      await slotlink.http.get(`/v1/contacts/${id}/export`).expect(401);
      const audit = () =>
        slotlink.query(`SELECT target_id FROM audit_entries WHERE account_id = $1 AND action = 'contact.exported'`, [
          owner.accountId,
        ]);
      expect(await audit()).toEqual([]);
      await owner.get(`/v1/contacts/${id}/export`).expect(200);
      expect(await audit()).toEqual([{ target_id: id }]);
    });
  });

  describe('erasure', () => {
    it('leaves no trace in any table', async () => {
      const { guest, contactId } = await aKnownGuest();
      await slotlink.clock.advance(3 * DAY_MS);
      owner = await logIn(slotlink, owner.email);
      const places = new Set((await tracesOf(slotlink, spellings(guest))).map((each) => each.split(':')[0]));
      // What the test is worth: the guest is known in all of these.
      expect([...places]).toEqual(
        expect.arrayContaining([
          ...['appointments.answers', 'appointments.booker', 'appointments.internal_notes', 'appointments.notes'],
          ...['appointments.source', 'appointments.title', 'appointments.cancellation_reason', 'contact_emails.email'],
          ...['contacts.email', 'contacts.name', 'contacts.phone', 'contacts.search_text', 'facts.payload'],
          ...[
            'idempotency_keys.key',
            'invitations.email',
            'invitations.name',
            'invitations.recipient',
            'invitations.told',
          ],
          ...['meeting_registrants.email', 'meetings.sent_topic', 'meetings.topic', 'messages.body'],
          ...['messages.calendar_content', 'messages.dedupe_key', 'messages.recipient', 'messages.subject'],
          ...['slots.topic', 'zoom_events.body'],
        ]),
      );
      const { body: receipt } = await erase(contactId).expect(201);
      await settle(slotlink);
      expect(await tracesOf(slotlink, spellings(guest))).toEqual([]);
      expect(receipt).toMatchObject({ kind: 'contact', personId: contactId, actorId: owner.userId });
      expect(receipt.erased).toMatchObject({ contacts: 1, contact_emails: 2, appointments: 4, zoom_events: 1 });
    });

    it('leaves none when what was still to come is cancelled with it, at Zoom neither', async () => {
      const { guest, contactId } = await aKnownGuest();
      const refused = await erase(contactId).expect(409);
      expect(refused.body.type).toMatch(/\/has-future-appointments$/);
      expect(refused.body.appointments).toHaveLength(3);
      expect((await owner.get(`/v1/contacts/${contactId}`).expect(200)).body.name).toBe(guest.name);
      await erase(contactId, '?future=cancel').expect(201);
      await settle(slotlink);
      expect(await tracesOf(slotlink, spellings(guest))).toEqual([]);
      const left = (await allMeetings(slotlink, host.email)).filter(({ deleted }) => !deleted);
      expect(JSON.stringify(left)).not.toContain(guest.email);
      expect(left.filter(({ topic }) => topic.includes(guest.name))).toEqual([]);
      const { body } = await owner.get(`/v1/appointments?contactId=${contactId}`).expect(200);
      expect((body.items as { status: string }[]).map(({ status }) => status)).toEqual(Array(4).fill('cancelled'));
    });

    it('tells hosts and guests of what was cancelled with it, and the one who is gone nothing', async () => {
      const guest = aGuest();
      const { id } = await book(slotlink, await aCalendar(), TUESDAY_10, booking(guest));
      await settle(slotlink);
      await erase(await contactOf(guest), '?future=cancel').expect(201);
      await settle(slotlink);
      const { body } = await owner.get(`/v1/messages?appointmentId=${id as string}`).expect(200);
      const cancels = (body.items as { to: string; calendar: { method: string } | null }[]).filter(
        ({ calendar }) => calendar?.method === 'CANCEL',
      );
      expect(cancels.map(({ to }) => to).sort()).toEqual([host.user.email, 'gus.guest@example.com'].sort());
    });

    it('keeps the appointments, of nobody, so that counts and fair shares stay', async () => {
      const { contactId, pastId } = await aKnownGuest();
      const ledger = () =>
        slotlink.query(`SELECT * FROM assignments WHERE account_id = $1 ORDER BY id`, [owner.accountId]);
      await slotlink.clock.advance(3 * DAY_MS);
      owner = await logIn(slotlink, owner.email);
      const [before, shares] = [(await owner.get(`/v1/appointments/${pastId}`).expect(200)).body, await ledger()];
      await erase(contactId).expect(201);
      const { body: after } = await owner.get(`/v1/appointments/${pastId}`).expect(200);
      expect(after).toMatchObject({
        ...{ start: before.start, end: before.end, status: before.status, host: before.host, title: '[erased]' },
        contact: { id: contactId, name: '[erased]', email: '', phone: null },
        ...{ notes: null, internalNotes: null, answers: {}, guests: [], source: null },
      });
      expect(await ledger()).toEqual(shares);
      await slotlink.http.get(`/v1/public/appointments/${before.publicToken as string}`).expect(404);
    });

    it('is final: nobody finds, books for, changes, merges, exports or erases them again', async () => {
      const guest = aGuest();
      const calendar = await aCalendar();
      await book(slotlink, calendar, TUESDAY_10, booking(guest));
      const id = await contactOf(guest);
      const other = (await owner.post('/v1/contacts', { name: 'Otto', email: 'otto@example.com' }).expect(201)).body
        .id as string;
      await erase(id, '?future=cancel').expect(201);
      await owner.get(`/v1/contacts/${id}`).expect(404);
      await owner.patch(`/v1/contacts/${id}`, { name: 'Back' }).expect(404);
      await owner.delete(`/v1/contacts/${id}`).expect(404);
      await owner.post(`/v1/contacts/${id}/merge`, { intoId: other }).expect(404);
      await owner.post(`/v1/contacts/${other}/merge`, { intoId: id }).expect(404);
      await owner.get(`/v1/contacts/${id}/export`).expect(404);
      await erase(id).expect(404);
      await owner.post('/v1/appointments', { calendarId: calendar.id, start: WEDNESDAY_10, contactId: id }).expect(404);
      const { body } = await owner.get('/v1/contacts').expect(200);
      expect((body.items as { id: string }[]).map((each) => each.id)).toEqual([other]);
      // The same person may come again, as somebody new.
      await book(slotlink, calendar, WEDNESDAY_10, booking(guest));
      expect(await contactOf(guest)).not.toBe(id);
    });

    it('takes all who were merged into them along', async () => {
      const [guest, former] = [aGuest(), aGuest()];
      const calendar = await aCalendar();
      await book(slotlink, calendar, TUESDAY_10, booking(former));
      await book(slotlink, calendar, TUESDAY_11, booking(guest));
      await settle(slotlink);
      const [id, formerId] = [await contactOf(guest), await contactOf(former)];
      await owner.post(`/v1/contacts/${formerId}/merge`, { intoId: id }).expect(200);
      await settle(slotlink);
      await erase(id, '?future=cancel').expect(201);
      await settle(slotlink);
      expect(await tracesOf(slotlink, [...spellings(guest), ...spellings(former)])).toEqual([]);
    });

    it('leaves everybody else as they were', async () => {
      const [guest, bystander] = [aGuest(), aGuest()];
      const calendar = await aCalendar();
      const { id } = await book(slotlink, calendar, TUESDAY_11, booking(bystander));
      await book(slotlink, calendar, TUESDAY_10, booking(guest));
      await settle(slotlink);
      const of = async () => [
        (await owner.get(`/v1/appointments/${id as string}`).expect(200)).body,
        (await owner.get(`/v1/messages?appointmentId=${id as string}&limit=200`).expect(200)).body,
        {
          ...(await owner.get(`/v1/contacts/${await contactOf(bystander)}/export`).expect(200)).body,
          exportedAt: null,
        },
      ];
      const before = await of();
      await erase(await contactOf(guest), '?future=cancel').expect(201);
      await settle(slotlink);
      expect(await of()).toEqual(before);
    });

    it('stops at the account: the same person is known elsewhere as ever', async () => {
      const guest = aGuest();
      const elsewhere = await anAccount(slotlink);
      for (const account of [owner, elsewhere]) await account.post('/v1/contacts', guest).expect(201);
      await erase(await contactOf(guest)).expect(201);
      const { body } = await elsewhere.get(`/v1/contacts?search=${encodeURIComponent(guest.email)}`).expect(200);
      expect(body.items).toMatchObject([{ name: guest.name, phone: guest.phone }]);
    });

    it('is for owners and admins in person, with nothing else said', async () => {
      const guest = aGuest();
      await owner.post('/v1/contacts', guest).expect(201);
      const id = await contactOf(guest);
      const admin = await owner.addUser({ role: 'admin' });
      await erase(id, '', host.user).expect(403);
      await erase(id, '', await anAccount(slotlink)).expect(404);
      const acting = await actAs(slotlink, owner, admin);
      expect((await erase(id, '', acting).expect(403)).body.type).toMatch(/\/not-while-acting-as$/);
      await erase(id, '?future=keep').expect(422);
      await erase(id, '?really=yes').expect(422);
      await erase('nonsense').expect(404);
      await slotlink.http.post(`/v1/contacts/${id}/erase`).expect(401);
      expect((await owner.get(`/v1/contacts/${id}`).expect(200)).body.name).toBe(guest.name);
      await erase(id, '', admin).expect(201);
    });

    it('happens once when asked for twenty times, also while guests book', async () => {
      const guest = aGuest();
      const calendar = await aCalendar();
      await owner.post('/v1/contacts', guest).expect(201);
      const id = await contactOf(guest);
      const starts = ['15:00', '15:30', '16:00', '16:30', '17:00'].map((time) => `2026-11-24T${time}:00.000Z`);
      const [erasures, bookings] = await Promise.all([
        Promise.all(Array.from({ length: 20 }, () => erase(id, '?future=cancel'))),
        Promise.all(
          starts.map((start) =>
            slotlink.http
              .post(`/v1/public/calendars/${calendar.slug}/appointments`)
              .send({ start, timezone: 'Europe/Berlin', ...booking(guest) }),
          ),
        ),
      ]);
      const statuses = erasures.map(({ status }) => status);
      expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(1);
      expect(statuses.filter((status) => ![201, 404, 409].includes(status))).toEqual([]);
      expect(bookings.map(({ status }) => status)).toEqual(Array(5).fill(201));
      await erase(id, '?future=cancel');
      await owner.get(`/v1/contacts/${id}`).expect(404);
      // Whoever booked after it is somebody new, whom only they themselves named.
      await settle(slotlink);
      const { body } = await owner.get(`/v1/appointments?contactId=${id}&limit=200`).expect(200);
      expect(JSON.stringify(body)).not.toContain(guest.email);
    });
  });

  describe('the receipt', () => {
    it('can be read again, and names nobody', async () => {
      const guest = aGuest();
      await owner.post('/v1/contacts', guest).expect(201);
      const { body: receipt } = await erase(await contactOf(guest)).expect(201);
      expect((await owner.get(`/v1/erasures/${receipt.id as string}`).expect(200)).body).toEqual(receipt);
      expect((await owner.get('/v1/erasures').expect(200)).body).toEqual({ items: [receipt], nextCursor: null });
      await host.user.get(`/v1/erasures/${receipt.id as string}`).expect(403);
      await (await anAccount(slotlink)).get(`/v1/erasures/${receipt.id as string}`).expect(404);
    });

    it('stands in the audit, whose entries of them lost their words', async () => {
      const guest = aGuest();
      await owner.post('/v1/contacts', guest).expect(201);
      const id = await contactOf(guest);
      const { body } = await erase(id).expect(201);
      const entries = await slotlink.query<{ action: string }>(
        `SELECT action FROM audit_entries WHERE account_id = $1 AND target_id = $2 ORDER BY position`,
        [owner.accountId, id],
      );
      expect(entries.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['contact.erased', 'person.forgotten']),
      );
      expect(await slotlink.query(`SELECT FROM audit_particulars WHERE person_id = $1`, [id])).toEqual([]);
      expect(body.erased).toMatchObject({ contacts: 1 });
    });
  });
});
