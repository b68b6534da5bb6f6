import type { MeetingLocation } from '../identity';
import type { FieldError } from '../platform/http';

export interface PlaceAsk {
  /** Where the slot takes place. */
  place: MeetingLocation;
  chosen: MeetingLocation | undefined;
  phone: string | null | undefined;
}

/** What a guest still owes to where the appointment takes place. */
export function placeFaults({ place, chosen, phone }: PlaceAsk): FieldError[] {
  const faults: FieldError[] = [];
  if (place.kind === 'ask_booker' && !chosen) {
    faults.push({ pointer: '/location', detail: 'must be given: this calendar asks where to meet' });
  }
  if (place.kind !== 'ask_booker' && chosen) {
    faults.push({ pointer: '/location', detail: 'cannot be chosen for this calendar' });
  }
  const byPhone = (chosen ?? place).kind === 'phone' && !chosen?.value;
  if (byPhone && !phone) faults.push({ pointer: '/contact/phone', detail: 'is needed: the host will call' });
  return faults;
}
