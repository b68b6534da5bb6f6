import type { Reply, Touched } from '../meetings';
import { type Concerned, linesOf } from './appointment-lines';
import type { Reading, Words } from './tell-team';

export interface ChangedInZoom {
  what: Touched[];
  outcome: Reply;
}

const NAMES: Record<Touched, string> = {
  topic: 'topic',
  start: 'time',
  duration: 'duration',
  link: 'link',
  removed: 'removal',
  recovered: 'recovery',
};

/** What somebody did in Zoom to a meeting of the host's appointments, and what became of it. */
export function changedInZoom(change: ChangedInZoom, concerned: Concerned, { reader }: Reading): Words {
  const { title, body } = wordsFor(change);
  return { title, body: [body, linesOf(concerned, reader)].join('\n\n') };
}

function wordsFor({ what, outcome }: ChangedInZoom): Words {
  if (what.includes('removed')) return removed(outcome);
  if (what.includes('recovered')) {
    return {
      title: 'A Zoom meeting is back',
      body: "It was taken out of Zoom's trash, so its link holds again, and guests get it.",
    };
  }
  const hasNewLink = what.includes('link');
  const names = listed(what.map((each) => NAMES[each]));
  if (outcome === 'restored') {
    return {
      title: 'A Zoom meeting was changed back',
      body: [
        `Somebody changed it in Zoom (${names}). Zoom was told again what is booked here.`,
        ...(hasNewLink ? ['The new link stays, and guests get it.'] : []),
        'To change an appointment, change it here.',
      ].join(' '),
    };
  }
  return {
    title: 'A Zoom meeting was changed in Zoom',
    body: [
      `Somebody changed it in Zoom (${names}).`,
      ...(outcome === 'given-up' ? ['It was changed back several times, and is left alone now.'] : []),
      hasNewLink ? 'Guests get the new link.' : 'Guests were told nothing of it.',
      'The appointment keeps the time it has here.',
    ].join(' '),
  };
}

function removed(outcome: Reply): Words {
  if (outcome === 'remade') {
    return {
      title: 'A Zoom meeting was removed, and made anew',
      body: 'Somebody deleted it in Zoom. Guests get the new link. To cancel an appointment, cancel it here.',
    };
  }
  return {
    title: 'A Zoom meeting was removed in Zoom',
    body: [
      ...(outcome === 'given-up' ? ['It was made anew several times, and is left alone now.'] : []),
      'Nobody is cancelled by that: guests are shown the fallback location of the calendar. To cancel an appointment, cancel it here.',
    ].join(' '),
  };
}

function listed(names: string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
}
