import { book, TUESDAY_10 } from '../kit/booking';
import { anAccount } from '../kit/identity';
import { aZoomCalendar, aZoomHost, meetingsAtZoom } from '../kit/meetings';
import { startTestApp } from '../kit/test-app';

describe('a booking where each participant has a link', () => {
  it('is answered with it, by the meeting that is made and by the one that is there', async () => {
    const slotlink = await startTestApp({ worker: true });
    const owner = await anAccount(slotlink);
    const host = await aZoomHost(slotlink, owner);
    const zoom = { joinLinks: 'per_participant' };
    const calendar = await aZoomCalendar(owner, host, { appointmentsPerSlot: 3, name: 'Open class', zoom });
    const links: string[] = [];
    for (let guest = 0; guest < 3; guest += 1) {
      const { meetingLocation } = await book(slotlink, calendar, TUESDAY_10);
      expect(meetingLocation).toMatchObject({ state: 'ready' });
      links.push(meetingLocation.joinUrl as string);
    }
    const [meeting] = await meetingsAtZoom(slotlink, host.email);
    expect(links.map((link) => new URL(link).searchParams.get('tk')).sort()).toEqual(
      meeting!.registrants.map(({ id }) => id).sort(),
    );
    await slotlink.close();
  }, 30_000);
});
