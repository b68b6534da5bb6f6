import { isTaken } from '#libs/slots';
import { SlotNotOffered, SlotTaken } from './appointments.problems';
import type { Conflict } from './series.rules';

/** Nothing was done for what stands in the way: taken as long as any of it is, else never offered. */
export function refusalOfAll(conflicts: Conflict[]) {
  const members = { conflicts };
  const starts = conflicts.map(({ start }) => start).join(', ');
  if (conflicts.some(({ reason }) => reason !== null && isTaken(reason))) {
    return SlotTaken(`Not free: ${starts}.`, { members });
  }
  return SlotNotOffered(`The calendar does not offer ${starts}.`, { members });
}
