import { instantInWords } from '#libs/time';
import type { Person } from '../identity';
import type { Reading, Words } from './tell-team';

export interface Warned {
  used: number;
  limit: number;
  /** UTC, as YYYY-MM-DD. */
  day: string;
}

const COSTS = 'Making, changing and deleting a Zoom meeting costs a request each.';
const STILL_BOOKED =
  'Appointments are booked as ever; until their links are made, guests are shown the fallback location of the calendar.';

export function warnedToRep(warned: Warned, { reader }: Reading): Words {
  return {
    title: `${warned.used} of ${warned.limit} Zoom requests of the day are used`,
    body: `Zoom lets you have ${warned.limit} a day. ${COSTS} ${whenSpent(endOf(warned.day), reader)}\n\n${STILL_BOOKED}`,
  };
}

export function warnedToAdmin(warned: Warned, { rep: { name }, reader }: Reading): Words {
  return {
    title: `${name}: ${warned.used} of ${warned.limit} Zoom requests of the day are used`,
    body: `Zoom lets each host have ${warned.limit} a day. ${COSTS} ${whenSpent(endOf(warned.day), reader)}\n\n${STILL_BOOKED}`,
  };
}

export function parkedToRep(until: Date, { reader }: Reading): Words {
  return {
    title: 'Zoom links wait for the next day',
    body: `There are not enough Zoom requests left today for all your links. Those of later appointments are made soon after the next day begins: ${momentFor(until, reader)}.\n\n${STILL_BOOKED}`,
  };
}

export function parkedToAdmin(until: Date, { rep: { name }, reader }: Reading): Words {
  return {
    title: `${name}: Zoom links wait for the next day`,
    body: `There are not enough Zoom requests left today for all links of ${name}. Those of later appointments are made soon after the next day begins: ${momentFor(until, reader)}.\n\n${STILL_BOOKED}`,
  };
}

export function resumedToRep(links: number): Words {
  return { title: made(links), body: 'No Zoom link of yours waits for another day any more.' };
}

export function resumedToAdmin(links: number, { rep: { name } }: Reading): Words {
  return {
    title: `${name}: ${made(links)}`,
    body: `No Zoom link of ${name} waits for another day any more.`,
  };
}

function made(links: number): string {
  return links === 1 ? '1 Zoom link that had waited is made' : `${links} Zoom links that had waited are made`;
}

function whenSpent(end: Date, reader: Person): string {
  return `When they are used up, further links wait until there are new ones: ${momentFor(end, reader)}.`;
}

/** Zoom's day ends at 00:00 UTC, which its reader looks up in vain on their own clock. */
function momentFor(instant: Date, { timezone }: Person): string {
  return instantInWords(instant, { zone: timezone, locale: null });
}

const DAY_MS = 86_400_000;
const endOf = (day: string) => new Date(Date.parse(day) + DAY_MS);
