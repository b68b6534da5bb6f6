import { type Concerned, howMany, linesOf } from './appointment-lines';
import type { Reading, Words } from './tell-team';

interface Trouble {
  /** Said to the rep. */
  you: string;
  /** Said of the rep, after their name. */
  they: string;
  /** What helps, said to the rep. */
  remedy: string;
  /** Whether connecting Zoom (again) is what helps. */
  connect: boolean;
}

const THEN = 'Then the missing links are made by themselves, and guests get theirs.';

/** By the reason of the link. */
const TROUBLES: Record<string, Trouble> = {
  'zoom-not-connected': {
    you: 'You have connected no Zoom account.',
    they: 'has connected no Zoom account.',
    remedy: `Connect one. ${THEN}`,
    connect: true,
  },
  'zoom-reconnect-required': {
    you: 'Zoom does not accept your consent any more.',
    they: 'must connect Zoom again.',
    remedy: `Connect Zoom again. ${THEN}`,
    connect: true,
  },
  'zoom-missing-scope': {
    you: 'Your Zoom connection lacks a permission.',
    they: 'gave the Zoom connection too few permissions.',
    remedy: `Connect Zoom again and allow all that is asked for. ${THEN}`,
    connect: true,
  },
  'zoom-user-missing': {
    you: 'Zoom does not know the Zoom user any more that you connected.',
    they: 'has connected a Zoom user that Zoom does not know any more.',
    remedy: `Connect Zoom again. ${THEN}`,
    connect: true,
  },
  'zoom-quota-spent': {
    you: "Today's requests to Zoom are used up, and what starts before 00:00 UTC cannot wait for more.",
    they: "has used up today's requests to Zoom, and what starts before 00:00 UTC cannot wait for more.",
    remedy: 'Agree with your guests on where to meet.',
    connect: false,
  },
  'zoom-meeting-removed': {
    you: 'Meetings were removed in Zoom.',
    they: 'hosts appointments whose meetings were removed in Zoom.',
    remedy: 'Agree with your guests on where to meet, or cancel.',
    connect: false,
  },
};

/** It refused them, or had reasons of which nothing is known here. */
const OTHER: Trouble = {
  you: 'Zoom did not make the meetings.',
  they: 'hosts meetings that Zoom did not make.',
  remedy: 'It is tried again from time to time.',
  connect: false,
};

const FALLBACK = 'Guests are shown the fallback location of the calendar.';

const ONCE_A_DAY = 'Others may follow today: this is said once a day.';

export function lostLinksToRep(reason: string, concerned: Concerned, { reader, integrationsUrl }: Reading): Words {
  const { you, remedy, connect } = TROUBLES[reason] ?? OTHER;
  return {
    title: `No Zoom link for ${howMany(concerned.count)}`,
    body: [`${you} ${FALLBACK} ${remedy}`, linesOf(concerned, reader), ONCE_A_DAY].join('\n\n'),
    ...(connect ? { link: { label: 'Connect Zoom', url: integrationsUrl } } : {}),
  };
}

export function lostLinksToAdmin(reason: string, concerned: Concerned, { rep, reader }: Reading): Words {
  const { they } = TROUBLES[reason] ?? OTHER;
  return {
    title: `${rep.name}: no Zoom link for ${howMany(concerned.count)}`,
    body: [`${rep.name} ${they} ${FALLBACK}`, linesOf(concerned, reader), ONCE_A_DAY].join('\n\n'),
  };
}
