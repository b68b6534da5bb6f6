import type { Person } from '../identity';
import type { Reply, Touched } from '../meetings';
import type { Concerned } from './appointment-lines';
import { changedInZoom } from './changed-in-zoom-text';
import { feedUnreadable } from './feed-text';
import { lostLinksToAdmin, lostLinksToRep } from './lost-links-text';
import { parkedToAdmin, parkedToRep, resumedToAdmin, resumedToRep, warnedToAdmin, warnedToRep } from './quota-text';
import type { Reading, Words } from './tell-team';
import {
  disconnectedToRep,
  reconnectToAdmin,
  reconnectToRep,
  releasedToRep,
  uninstalledToAdmin,
  uninstalledToRep,
} from './zoom-text';

const person = (name: string, timezone: string) => ({ name, timezone }) as Person;
const REP = person('Rita Rep', 'America/New_York');
const ADMIN = person('Ada Admin', 'Europe/Berlin');
const integrationsUrl = 'https://slotlink.example/app/profile/integrations';
const toRep: Reading = { rep: REP, reader: REP, integrationsUrl };
const toAdmin: Reading = { rep: REP, reader: ADMIN, integrationsUrl };

function concerned(count: number): Concerned {
  const slot = { startsAt: new Date('2026-11-24T15:00:00Z'), endsAt: new Date('2026-11-24T15:30:00Z') };
  const view = { appointment: { title: 'Discovery call' }, slot } as Concerned['soonest'][number];
  return { count, soonest: Array.from({ length: Math.min(count, 5) }, () => view) };
}

const LINE = '- Discovery call, Tuesday, November 24, 2026, 10:00 – 10:30 AM (America/New_York, UTC-05:00)';
const LINE_IN_BERLIN = '- Discovery call, Tuesday, November 24, 2026, 4:00 – 4:30 PM (Europe/Berlin, UTC+01:00)';

describe('the words of notices', () => {
  it.each([
    ['zoom-not-connected', /^You have connected no Zoom account\. Guests .* Connect one\. Then /, true],
    ['zoom-reconnect-required', /^Zoom does not accept your consent any more\. .* Connect Zoom again\. Then /, true],
    ['zoom-missing-scope', /^Your Zoom connection lacks a permission\. .* allow all that is asked for\. Then /, true],
    ['zoom-user-missing', /^Zoom does not know .* Connect Zoom again\. Then /, true],
    ['zoom-quota-spent', /^Today's requests to Zoom are used up, .* Agree with your guests on where to meet\./, false],
    ['zoom-meeting-removed', /^Meetings were removed in Zoom\. .* Agree with your guests/, false],
    ['zoom-refused', /^Zoom did not make the meetings\. .* It is tried again/, false],
    ['something-unheard-of', /^Zoom did not make the meetings\./, false],
  ])('say of links lost to %s what helps', (reason, words, connects) => {
    const told = lostLinksToRep(reason, concerned(1), toRep);
    expect(told.title).toBe('No Zoom link for 1 appointment');
    expect(told.body).toMatch(words);
    expect(told.body.split('\n')).toContain(LINE);
    expect(told.link?.url).toBe(connects ? integrationsUrl : undefined);
    const said = lostLinksToAdmin(reason, concerned(7), toAdmin);
    expect(said.title).toBe('Rita Rep: no Zoom link for 7 appointments');
    expect(said.body).toMatch(/^Rita Rep .*\. Guests are shown/);
    expect(said.body.split('\n').filter((line) => line === LINE_IN_BERLIN)).toHaveLength(5);
    expect(said.body).toContain('\n- and 2 more\n');
  });

  it.each<[Touched[], Reply, string, RegExp]>([
    [['topic'], 'restored', 'A Zoom meeting was changed back', /\(topic\)\. Zoom was told again .* To change/],
    [['topic', 'link'], 'restored', 'A Zoom meeting was changed back', /\(topic and link\)\. .* guests get it\./],
    [
      ['start', 'duration'],
      'accepted',
      'A Zoom meeting was changed in Zoom',
      /\(time and duration\)\. Guests were told nothing/,
    ],
    [['topic', 'start', 'duration'], 'given-up', 'A Zoom meeting was changed in Zoom', /left alone now/],
    [['link'], 'accepted', 'A Zoom meeting was changed in Zoom', /\(link\)\. Guests get the new link\./],
    [['removed'], 'remade', 'A Zoom meeting was removed, and made anew', /^Somebody deleted it in Zoom\./],
    [['removed'], 'accepted', 'A Zoom meeting was removed in Zoom', /^Nobody is cancelled by that/],
    [['removed'], 'given-up', 'A Zoom meeting was removed in Zoom', /^It was made anew several times/],
    [['recovered'], 'accepted', 'A Zoom meeting is back', /^It was taken out of Zoom's trash/],
  ])('say of %j, %s, what became of it', (what, outcome, title, words) => {
    const told = changedInZoom({ what, outcome }, concerned(1), toRep);
    expect(told.title).toBe(title);
    expect(told.body).toMatch(words);
    expect(told.body.endsWith(`\n\n${LINE}`)).toBe(true);
  });

  it('name the end of a UTC day on the clock of whoever reads it', () => {
    const warned = { used: 80, limit: 100, day: '2026-11-23' };
    const until = new Date('2026-11-24T00:00:00Z');
    const evening = 'Monday, November 23, 2026 at 7:00 PM (America/New_York, UTC-05:00)';
    const night = 'Tuesday, November 24, 2026 at 1:00 AM (Europe/Berlin, UTC+01:00)';
    for (const { body } of [warnedToRep(warned, toRep), parkedToRep(until, toRep)]) expect(body).toContain(evening);
    for (const { body } of [warnedToAdmin(warned, toAdmin), parkedToAdmin(until, toAdmin)]) {
      expect(body).toContain(night);
    }
  });

  it('say since when a feed is unread', () => {
    const fault = { feed: 'Family', error: 'the server answered 503' };
    const { body } = feedUnreadable({ ...fault, lastReadAt: '2026-11-23T08:00:00.000Z' }, toRep);
    expect(body).toContain('gave on Monday, November 23, 2026 at 3:00 AM (America/New_York, UTC-05:00) still hold');
    expect(feedUnreadable({ ...fault, lastReadAt: null }, toRep).body).toContain('It never could be read');
  });

  it('are whole sentences, of one line to a title', () => {
    const some = concerned(2);
    const none = concerned(0);
    const released = { who: 'Ada Admin', reason: 'It is mine.', concerned: none };
    const all: Words[] = [
      reconnectToRep(toRep),
      reconnectToAdmin(toAdmin),
      disconnectedToRep(some, toRep),
      uninstalledToRep(none, toRep),
      uninstalledToRep(some, toRep),
      uninstalledToAdmin(none, toAdmin),
      uninstalledToAdmin(some, toAdmin),
      releasedToRep(released, toRep),
      releasedToRep({ ...released, concerned: some }, toRep),
      resumedToRep(1),
      resumedToRep(2),
      resumedToAdmin(1, toAdmin),
    ];
    for (const { title, body } of all) {
      expect(title).toMatch(/^[\dA-Z][^\n]*[^.\n]$/);
      expect(`${title}${body}`).not.toMatch(/undefined|null|\[object|\bNaN\b| {2}/);
      for (const paragraph of body.split('\n\n')) expect(paragraph).toMatch(/^([A-Z].*\.|- .*\)(\n- .*\))*)$/);
    }
  });
});
