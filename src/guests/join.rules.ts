import { AppointmentView, MeetingLocationJson, isSeated } from '../appointments';
import { webAddress } from './web-address';

/** What the lasting link does at this moment. */
export type Joining =
  | { what: 'go'; to: string }
  | { what: 'wait' | 'cancelled' | 'unconfirmed' | 'over' }
  /** Where to meet, to be read. `instead`: of a Zoom meeting that there is none of. */
  | { what: 'read'; where: string | null; instead: boolean };

export function joining({ appointment, slot }: AppointmentView, location: MeetingLocationJson, now: Date): Joining {
  if (!isSeated(appointment.status)) return { what: 'cancelled' };
  if (appointment.status === 'new') return { what: 'unconfirmed' };
  if (location.kind !== 'zoom') {
    // Whoever books chooses the place where the calendar asks; nobody is sent on to an address of theirs unseen.
    const trusted = slot.location.kind !== 'ask_booker' && location.kind === 'custom';
    const to = trusted ? webAddress(location.value) : null;
    return to === null ? { what: 'read', where: location.value, instead: false } : { what: 'go', to };
  }
  const to = location.state === 'ready' ? webAddress(location.joinUrl) : null;
  if (to !== null) return { what: 'go', to };
  if (slot.endsAt <= now) return { what: 'over' };
  if (location.state === 'parked' || location.state === 'failed') {
    return { what: 'read', where: location.value, instead: true };
  }
  return { what: 'wait' };
}
