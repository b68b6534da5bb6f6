import { type OwnLink, linkFor, sharedLink } from './own-link.rules';
import type { SlotRow } from './slot.entity';

const slot = {
  linkState: 'ready',
  linkJoinUrl: 'https://z.test/j/1?pwd=x',
  linkZoomMeetingId: '1',
  linkPasscode: 'abc',
  linkParkedUntil: null,
  linkReason: null,
  linkUnmanaged: false,
  linkPersonal: true,
} as SlotRow;
const own: OwnLink = {
  meetingId: '1',
  state: 'ready',
  joinUrl: 'https://z.test/w/1?tk=t',
  parkedUntil: null,
  reason: null,
};

describe('the link of an appointment', () => {
  it('is that of the slot unless the meeting gives everybody one', () => {
    const shared = { ...slot, linkPersonal: false };
    expect(linkFor({ ownLink: own }, shared)).toEqual(sharedLink(shared));
    expect(linkFor({ ownLink: own }, { ...slot, linkState: 'pending' }).state).toBe('pending');
  });

  it('is its own, without number and passcode', () => {
    expect(linkFor({ ownLink: own }, slot)).toMatchObject({
      state: 'ready',
      joinUrl: own.joinUrl,
      zoomMeetingId: null,
      passcode: null,
    });
  });

  it('waits while it has none, or one into another meeting', () => {
    for (const ownLink of [null, { ...own, meetingId: '0' }]) {
      expect(linkFor({ ownLink }, slot)).toMatchObject({ state: 'pending', joinUrl: null });
    }
  });

  it('has failed where nobody can enrol anybody, and goes on for those who are', () => {
    const away = { ...slot, linkUnmanaged: true };
    expect(linkFor({ ownLink: null }, away)).toMatchObject({ state: 'failed', reason: 'zoom-not-connected' });
    expect(linkFor({ ownLink: own }, away)).toMatchObject({ state: 'ready', unmanaged: true });
  });

  it('says until when it is parked, and never shows that of another', () => {
    const parkedUntil = '2026-11-24T00:01:00.000Z';
    const parked: OwnLink = { ...own, state: 'parked', joinUrl: null, parkedUntil };
    expect(linkFor({ ownLink: parked }, slot)).toMatchObject({
      state: 'parked',
      joinUrl: null,
      parkedUntil: new Date(parkedUntil),
    });
  });
});
