import { Invite, inviteIcs, publishIcs } from '.';

const INVITE: Invite = {
  uid: 'a1@slotlink',
  sequence: 0,
  method: 'REQUEST',
  stamp: new Date('2026-11-23T08:00:00Z'),
  start: new Date('2026-11-24T15:00:00Z'),
  end: new Date('2026-11-24T15:30:00Z'),
  summary: 'Discovery call',
  description: 'Join: https://zoom.example/j/1\nPasscode: 123',
  location: 'https://zoom.example/j/1',
  url: 'https://zoom.example/j/1',
  organizer: { name: 'Host 1', email: 'no-reply@example.com' },
  attendees: [{ name: 'Petra Prospect', email: 'petra@example.com', rsvp: true }],
};

const EVERY_TRICK =
  'A;B,C:"D"\\E\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\rATTENDEE:mailto:x@y.z\u2028F\u2029G\u0000\u0085H^nI';

/** The content lines as a client reads them: unfolded. */
function linesOf(ics: string): string[] {
  expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  return ics.replace(/\r\n[ \t]/g, '').split('\r\n');
}

function valueOf(ics: string, name: string): string | undefined {
  const found = linesOf(ics).filter((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`));
  expect(found.length).toBeLessThan(2);
  return found[0]?.slice(name.length + 1);
}

/** RFC 5545 3.3.11, read back. */
function unescaped(value = ''): string {
  return value.replace(/\\([nN,;\\])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char));
}

describe('inviteIcs', () => {
  it('says what, when, where and who', () => {
    const lines = linesOf(inviteIcs(INVITE));
    expect(lines).toEqual(
      expect.arrayContaining([
        'BEGIN:VCALENDAR',
        'METHOD:REQUEST',
        'UID:a1@slotlink',
        'SEQUENCE:0',
        'DTSTAMP:20261123T080000Z',
        'DTSTART:20261124T150000Z',
        'DTEND:20261124T153000Z',
        'SUMMARY:Discovery call',
        'STATUS:CONFIRMED',
        'LOCATION:https://zoom.example/j/1',
        'ORGANIZER;CN="Host 1":mailto:no-reply@example.com',
      ]),
    );
    expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toHaveLength(1);
    const attendee = valueOf(inviteIcs(INVITE), 'ATTENDEE');
    expect(attendee).toMatch(/PARTSTAT=NEEDS-ACTION;.*RSVP=TRUE;.*CN="Petra Prospect":mailto:petra@example\.com$/i);
    expect(unescaped(valueOf(inviteIcs(INVITE), 'DESCRIPTION'))).toBe(INVITE.description);
  });

  it('withdraws with CANCEL and STATUS CANCELLED', () => {
    const lines = linesOf(inviteIcs({ ...INVITE, method: 'CANCEL', sequence: 3 }));
    expect(lines).toEqual(
      expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED', 'SEQUENCE:3', 'UID:a1@slotlink']),
    );
  });

  it('publishes without attendees, cancelled ones as such', () => {
    const published = inviteIcs({ ...INVITE, method: 'PUBLISH' });
    expect(valueOf(published, 'ATTENDEE')).toBeUndefined();
    expect(valueOf(published, 'STATUS')).toBe('CONFIRMED');
    expect(valueOf(inviteIcs({ ...INVITE, method: 'PUBLISH', cancelled: true }), 'STATUS')).toBe('CANCELLED');
  });

  it('leaves out what there is not', () => {
    const bare = inviteIcs({ ...INVITE, description: null, location: undefined, url: null });
    for (const name of ['DESCRIPTION', 'LOCATION', 'URL']) expect(valueOf(bare, name)).toBeUndefined();
  });

  it('names only web addresses as the address', () => {
    for (const url of ['javascript:alert(1)', 'Main Street 1', 'mailto:a@b.c']) {
      expect(valueOf(inviteIcs({ ...INVITE, url }), 'URL')).toBeUndefined();
    }
  });

  it('keeps hostile text inside its property', () => {
    const person = { name: EVERY_TRICK, email: `x@y.z\r\nX-EVIL:1` };
    const ics = inviteIcs({
      ...INVITE,
      uid: `u\r\nX-EVIL:1`,
      summary: EVERY_TRICK,
      description: EVERY_TRICK,
      location: EVERY_TRICK,
      url: 'https://a.example/\r\nX-EVIL:1',
      organizer: person,
      attendees: [person],
    });
    const names = linesOf(ics).map((line) => /^[A-Z-]+/.exec(line)?.[0] ?? '');
    const allowed =
      'BEGIN VERSION PRODID METHOD UID SEQUENCE DTSTAMP DTSTART DTEND SUMMARY LOCATION DESCRIPTION ORGANIZER ATTENDEE URL STATUS END';
    expect(names.filter((name) => name !== '' && !allowed.split(' ').includes(name))).toEqual([]);
    expect(names.filter((name) => name === 'BEGIN')).toHaveLength(2);
    expect(names.filter((name) => name === 'END')).toHaveLength(2);
    expect(names.filter((name) => name === 'ATTENDEE')).toHaveLength(1);
    // eslint-disable-next-line no-control-regex
    expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u0085\u2028\u2029]/);
    for (const name of ['ORGANIZER', 'ATTENDEE']) expect(valueOf(ics, name)?.match(/"/g)).toHaveLength(2);
    expect(unescaped(valueOf(ics, 'DESCRIPTION'))).toContain('A;B,C:"D"\\E\nBEGIN:VEVENT\n');
    expect(unescaped(valueOf(ics, 'SUMMARY'))).toMatch(/^A;B,C:"D"\\E BEGIN:VEVENT END:VCALENDAR /);
  });

  it.each(['a', 'ü', '漢', '😀', '👩‍👩‍👧', '\ud800', ','])('folds long lines of %j at 75 octets', (character) => {
    const summary = character.repeat(500);
    const ics = inviteIcs({ ...INVITE, summary });
    for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(Buffer.from(ics).toString()).toBe(ics);
    expect(unescaped(valueOf(ics, 'SUMMARY'))).toBe(summary.toWellFormed());
  });

  it('names an attendee without a name by their address', () => {
    const ics = inviteIcs({ ...INVITE, attendees: [{ name: '', email: 'petra@example.com' }] });
    expect(valueOf(ics, 'ATTENDEE')).toContain('CN="petra@example.com"');
  });
});

describe('publishIcs', () => {
  it('holds several events and names no attendees', () => {
    const lines = linesOf(publishIcs([INVITE, { ...INVITE, uid: 'a2@slotlink', sequence: 3 }]));
    const having = (start: string) => lines.filter((line) => line.startsWith(start));
    expect(having('METHOD')).toEqual(['METHOD:PUBLISH']);
    expect(having('UID')).toEqual(['UID:a1@slotlink', 'UID:a2@slotlink']);
    expect(having('SEQUENCE')).toEqual(['SEQUENCE:0', 'SEQUENCE:3']);
    expect(having('ATTENDEE')).toEqual([]);
    expect(having('END:VCALENDAR')).toHaveLength(1);
  });
});
