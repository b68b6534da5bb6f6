import { parseDate } from '#libs/time';
import { type Fault, NO_DATE, NO_ZONE, isKnownZone, isRecord, unknownFields } from './check-values';

const MAX_JOURNEYS = 100;

interface Dates {
  from: string;
  to: string;
  index: number;
}

/** What keeps a value from being the journeys of a schedule. */
export function travelFaults(travel: unknown): Fault[] {
  if (!Array.isArray(travel)) return [{ pointer: '/travel', detail: 'must be a list of journeys' }];
  if (travel.length > MAX_JOURNEYS)
    return [{ pointer: '/travel', detail: `may have ${MAX_JOURNEYS} journeys at most` }];
  const faults: Fault[] = [];
  const known: Dates[] = [];
  travel.forEach((journey: unknown, index) => {
    const found = journeyFaults(journey, `/travel/${index}`);
    faults.push(...found);
    if (found.length === 0) known.push({ ...(journey as { from: string; to: string }), index });
  });
  return [...faults, ...overlapFaults(known)];
}

function journeyFaults(journey: unknown, pointer: string): Fault[] {
  if (!isRecord(journey)) return [{ pointer, detail: 'must be an object with from, to and timezone' }];
  const faults = unknownFields(journey, ['from', 'to', 'timezone'], pointer);
  const { from, to, timezone } = journey;
  if (!isDate(from)) faults.push({ pointer: `${pointer}/from`, detail: NO_DATE });
  if (!isDate(to)) faults.push({ pointer: `${pointer}/to`, detail: NO_DATE });
  else if (isDate(from) && to < from) faults.push({ pointer: `${pointer}/to`, detail: 'must not lie before from' });
  if (!isKnownZone(timezone)) faults.push({ pointer: `${pointer}/timezone`, detail: NO_ZONE });
  return faults;
}

function overlapFaults(journeys: readonly Dates[]): Fault[] {
  const faults: Fault[] = [];
  let reached: Dates | undefined;
  for (const journey of journeys.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (reached && journey.from <= reached.to) {
      faults.push({ pointer: `/travel/${journey.index}`, detail: `overlaps journey ${reached.index}` });
    }
    if (!reached || journey.to > reached.to) reached = journey;
  }
  return faults;
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && parseDate(value) !== null;
}
