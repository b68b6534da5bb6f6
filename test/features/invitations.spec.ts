import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aCollective, anUnassigned, aRoundRobin, newHosts, type TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { attendees, bookAndTell, ics, mailsAbout, mailsTo, only, steps } from '../kit/invitations';
import { startTestApp, type TestApp } from '../kit/test-app';

describe('invitations', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const patch = async (id: string, change: object) => {
    await owner.patch(`/v1/appointments/${id}`, change).expect(200);
  };
  const cancel = async (id: string, reason?: string) => {
    await owner.post(`/v1/appointments/${id}/cancel`, { reason });
    await slotlink.drainJobs();
  };
  const appointmentOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
  const booked = (calendar: TestCalendar, overrides?: object) => bookAndTell(slotlink, calendar, overrides);

  describe('for a booking', () => {
    it('go to guest, host and the guests they bring, each in their own zone', async () => {
      const host = await owner.addUser({ name: 'Hanna Host', timezone: 'Asia/Kathmandu' });
      const questions = [{ id: 'size', label: 'Team size', type: 'text', required: true, options: [] }];
      const calendar = await aRoundRobin(owner, {
        members: [{ userId: host.userId, meetingLocation: { kind: 'address', value: 'Main Street 1' } }],
        timezone: 'America/New_York',
        questions,
        scheduleId: await newYorkHours(),
      });
      const guest = { name: 'Greta Guest', email: anEmail('greta') };
      const { id, links, email } = await booked(calendar, {
        guests: [guest],
        notes: 'Bring the numbers',
        answers: { size: '40 people' },
      });
      const mails = await mailsAbout(owner, id);
      expect(mails.map(({ to }) => to).sort()).toEqual([email, guest.email, host.email].sort());
      expect(steps(mails)).toEqual(['REQUEST 0', 'REQUEST 0', 'REQUEST 0']);
      expect(new Set(mails.map((mail) => ics(mail, 'UID')))).toEqual(new Set([`${id}@slotlink`]));
      const toContact = only(mails, email);
      const toHost = only(mails, host.email);
      const toGuest = only(mails, guest.email);

      expect(toContact.body).toMatch(/Tuesday, November 24, 2026.*4:00 – 4:30 PM \(Europe\/Berlin, UTC\+01:00\)/);
      expect(toGuest.body).toContain('(Europe/Berlin, UTC+01:00)');
      expect(toHost.body).toMatch(/8:45 – 9:15 PM \(Asia\/Kathmandu, UTC\+05:45\)/);
      for (const mail of mails) {
        expect(ics(mail, 'DTSTART')).toBe('20261124T150000Z');
        expect(ics(mail, 'DTEND')).toBe('20261124T153000Z');
        expect(ics(mail, 'LOCATION')).toBe('Main Street 1');
        expect(ics(mail, 'ORGANIZER')).toBe('CN="Hanna Host":mailto:no-reply@localhost');
        expect(mail.body).toContain('Main Street 1');
      }
      expect(toContact.replyTo).toBe(host.email);
      expect(toGuest.replyTo).toBe(host.email);
      expect(toHost.replyTo).toBe(email);
      for (const link of [links.manage, links.reschedule, links.cancel]) {
        expect(toContact.body).toContain(link);
        expect(toContact.html).toContain(`href="${link}"`);
      }
      for (const mail of [toGuest, toHost]) expect(JSON.stringify(mail)).not.toContain(links.manage);
      for (const said of [email, '+49 30 901820', 'Bring the numbers', 'Team size: 40 people', guest.email]) {
        expect(toHost.body).toContain(said);
      }
      for (const secret of [email, '901820', 'numbers', '40 people']) {
        expect(JSON.stringify(toGuest)).not.toContain(secret);
      }
      expect(attendees(toGuest)).toEqual([guest.email, host.email].sort());
      expect(attendees(toContact)).toEqual([email, host.email].sort());
    });

    it('speak the language of the guest about dates', async () => {
      const { id, email } = await booked(await aRoundRobin(owner), { locale: 'de-DE' });
      expect(only(await mailsAbout(owner, id), email).body).toContain('Dienstag, 24. November 2026');
    });

    it('go to all hosts of a collective, with the one who leads it as organizer', async () => {
      const [a, b] = await newHosts(owner, 2);
      const members = [{ userId: a!.userId }, { userId: b!.userId, isOwner: true }];
      const { id, email } = await booked(await aCollective(owner, { members }));
      const mails = await mailsAbout(owner, id);
      expect(mails.map(({ to }) => to).sort()).toEqual([email, a!.email, b!.email].sort());
      for (const mail of mails) expect(ics(mail, 'ORGANIZER')).toContain('CN="Host 2"');
      expect(only(mails, email).body).toContain('With: Host 2, Host 1');
    });

    it('need no host', async () => {
      const { id, email } = await booked(await anUnassigned(owner));
      const [mail, ...others] = await mailsAbout(owner, id);
      expect(others).toEqual([]);
      expect(mail).toMatchObject({ to: email, replyTo: null });
      expect(mail!.html).toContain('<a href="https://meet.example.com/open-house">');
    });

    it('reach nobody twice, whoever is named twice', async () => {
      const host = await owner.addUser();
      const calendar = await aRoundRobin(owner, { members: [{ userId: host.userId }] });
      const [email, twice] = [anEmail('petra'), anEmail('twice')];
      const named = [email.toUpperCase(), twice, twice.replace('twice', 'Twice'), host.email];
      const { id } = await booked(calendar, {
        contact: { name: 'Petra', email },
        guests: named.map((address) => ({ name: 'G', email: address })),
      });
      const reached = (await mailsAbout(owner, id)).map(({ to }) => to.toLowerCase());
      expect(reached.sort()).toEqual([email, twice, host.email].sort());
    });

    it('are not sent again when the reaction runs again', async () => {
      const { id } = await booked(await aRoundRobin(owner));
      await slotlink.query(`DELETE FROM reactions_done WHERE reaction LIKE 'invitations.%'`);
      await slotlink.query(
        `SELECT graphile_worker.add_job('invitations.on-appointment-booked', json_build_object('factId', id))
         FROM facts WHERE aggregate_id = $1`,
        [id],
      );
      await slotlink.drainJobs();
      expect(await mailsAbout(owner, id)).toHaveLength(2);
    });

    it('cannot be broken out of by names', async () => {
      const name = 'Eve";X="1,;\\ <script>alert(1)</script> \u202e BEGIN:VEVENT';
      const title = '<img src=x> a,b;c\\nEND:VEVENT';
      const { id, email } = await booked(await aRoundRobin(owner), {
        contact: { name, email: anEmail('eve') },
        notes: 'line\r\nEND:VCALENDAR\r\n</td><script>',
      });
      await patch(id, { title });
      await slotlink.drainJobs();
      expect(email).toBeDefined();
      for (const mail of await mailsAbout(owner, id)) {
        expect(mail.html).not.toMatch(/<script|<img/);
        expect(mail.subject).not.toMatch(/[\r\n]/);
        const lines = mail.calendar!.content.replace(/\r\n[ \t]/g, '').split('\r\n');
        for (const line of ['BEGIN:VEVENT', 'END:VEVENT', 'END:VCALENDAR']) {
          expect(lines.filter((found) => found.startsWith(line))).toEqual([line]);
        }
      }
    });

    it.each([
      ['said so of this one', { notify: false }, {}],
      ['told nobody of bookings', {}, { notifications: { booked: false, rescheduled: true, cancelled: false } }],
    ])('stay away when staff %s', async (_, booking, settings) => {
      const calendar = await aRoundRobin(owner, settings);
      const contact = { name: 'Carl', email: anEmail('carl') };
      const input = { calendarId: calendar.id, start: TUESDAY_10, contact, ...booking };
      const { body } = await owner.post('/v1/appointments', input).expect(201);
      await slotlink.drainJobs();
      expect(await mailsAbout(owner, body.id)).toEqual([]);
      await owner.post(`/v1/appointments/${body.id}/reschedule`, { start: TUESDAY_11 }).expect(200);
      await slotlink.drainJobs();
      const moved = await mailsTo(owner, body.id, contact.email);
      expect(moved).toHaveLength('notify' in booking ? 0 : 1);
      await cancel(body.id);
      expect(await mailsTo(owner, body.id, contact.email)).toEqual(moved);
    });
  });

  describe('while it awaits confirmation', () => {
    it('are notes without a calendar entry, and become invitations', async () => {
      const calendar = await aRoundRobin(owner, { autoConfirm: false });
      const guests = [{ name: 'Greta', email: anEmail('greta') }];
      const { id, email } = await booked(calendar, { guests });
      const notes = await mailsAbout(owner, id);
      expect(steps(notes)).toEqual(['-', '-']);
      expect(notes.map(({ to }) => to)).not.toContain(guests[0]!.email);
      expect(only(notes, email).body).toContain('It awaits confirmation');
      await patch(id, { status: 'confirmed' });
      await slotlink.drainJobs();
      expect(steps(await mailsTo(owner, id, email))).toEqual(['-', 'REQUEST 0']);
      expect(steps(await mailsTo(owner, id, guests[0]!.email))).toEqual(['REQUEST 0']);
    });

    it('are taken back in plain words when it is turned down', async () => {
      const { id, email } = await booked(await aRoundRobin(owner, { autoConfirm: false }));
      await cancel(id, 'We are full');
      const mails = await mailsTo(owner, id, email);
      expect(steps(mails)).toEqual(['-', '-']);
      expect(mails.filter(({ body }) => body.includes('Reason: We are full'))).toHaveLength(1);
    });
  });

  describe('for what happens later', () => {
    it('go to the new host, and are taken back from the old one', async () => {
      const hosts = await newHosts(owner, 2);
      const calendar = await aRoundRobin(owner, { members: hosts.map(({ userId }) => ({ userId })) });
      const { id, email } = await booked(calendar);
      const before = (await appointmentOf(id)).host.userId as string;
      const [old, next] = [hosts.find((h) => h.userId === before)!, hosts.find((h) => h.userId !== before)!];
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11, hostUserId: next.userId }).expect(200);
      await slotlink.drainJobs();
      const toOld = await mailsTo(owner, id, old.email);
      expect(steps(toOld)).toEqual(['REQUEST 0', 'CANCEL 1']);
      expect(ics(toOld[1]!, 'STATUS')).toBe('CANCELLED');
      expect(ics(toOld[1]!, 'DTSTART')).toBe('20261124T150000Z');
      expect(steps(await mailsTo(owner, id, next.email))).toEqual(['REQUEST 1']);
      const toContact = await mailsTo(owner, id, email);
      expect(steps(toContact)).toEqual(['REQUEST 0', 'REQUEST 1']);
      expect(toContact[1]!.body).toContain('It is now with Host');
      expect(toContact[1]!.body).toContain(`With: ${next.name}`);
      const all = await mailsAbout(owner, id);
      expect(new Set(all.map((mail) => ics(mail, 'UID'))).size).toBe(1);
      expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(all.length);
    });

    it('cancel with everybody who was invited, and invite anew when it is revived', async () => {
      const guests = [{ name: 'Greta', email: anEmail('greta') }];
      const { id, email } = await booked(await aRoundRobin(owner), { guests });
      await cancel(id, 'Travelling');
      const mails = await mailsAbout(owner, id);
      expect(steps(mails)).toEqual([...Array(3).fill('REQUEST 0'), ...Array(3).fill('CANCEL 1')]);
      for (const mail of mails.slice(3)) expect(mail.body).toContain('Reason: Travelling');
      await patch(id, { status: 'confirmed' });
      await slotlink.drainJobs();
      expect(steps(await mailsTo(owner, id, email))).toEqual(['REQUEST 0', 'CANCEL 1', 'REQUEST 2']);
    });

    it('say nothing of a booking cancelled at once', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await cancel(id);
      expect(await mailsAbout(owner, id)).toEqual([]);
    });

    it('make one mail of five quick edits, and none of what guests do not see', async () => {
      const { id, email } = await booked(await aRoundRobin(owner));
      for (let edit = 1; edit <= 5; edit += 1) await patch(id, { title: `Title ${edit}` });
      await slotlink.drainJobs();
      await patch(id, { internalNotes: 'difficult' });
      await slotlink.drainJobs();
      const mails = await mailsTo(owner, id, email);
      expect(steps(mails)).toEqual(['REQUEST 0', 'REQUEST 1']);
      expect(mails[1]!.subject).toMatch(/^Updated: Title 5, /);
    });

    it('are taken back while they cannot leave', async () => {
      // Nobody listens there.
      const cutOff = await startTestApp({ env: { SMTP_URL: 'smtp://127.0.0.1:9' } });
      try {
        const account = await anAccount(cutOff);
        const { id } = await bookAndTell(cutOff, await aRoundRobin(account));
        expect((await mailsAbout(account, id)).map(({ state }) => state)).toEqual(['queued', 'queued']);
        await account.patch(`/v1/appointments/${id}`, { title: 'Another title' }).expect(200);
        await cutOff.drainJobs();
        const mails = await mailsAbout(account, id);
        expect(steps(mails)).toEqual(['REQUEST 1', 'REQUEST 1']);
        for (const { subject } of mails) expect(subject).toMatch(/^Booked: Another title, /);
        await account.post(`/v1/appointments/${id}/cancel`, {});
        await cutOff.drainJobs();
        expect(await mailsAbout(account, id)).toEqual([]);
      } finally {
        await cutOff.close();
      }
    });

    it('leave the past alone', async () => {
      const past = await startTestApp();
      try {
        const account = await anAccount(past);
        const { id } = await book(past, await aRoundRobin(account), TUESDAY_10);
        await past.clock.set('2026-11-24T15:30:00.000Z');
        await past.drainJobs();
        expect(await mailsAbout(account, id)).toEqual([]);
      } finally {
        await past.close();
      }
    });
  });

  /** A schedule for calendars whose host lives elsewhere. */
  async function newYorkHours(): Promise<string> {
    const rules = ['monday', 'tuesday'].map((day) => {
      return { type: 'weekday', day, intervals: [{ from: '09:00', to: '17:00' }] };
    });
    const input = { name: 'New York', timezone: 'America/New_York', rules };
    const { body } = await owner.post('/v1/schedules', input).expect(201);
    return body.id as string;
  }
});
