import type { MeetingLocation } from '../identity';
import type { AppointmentRow } from './appointment.entity';
import type { SlotRow } from './slot.entity';

/** What makes an appointment wish for the link of the slot it sits in. */
export type Wish = Pick<AppointmentRow, 'status' | 'location'>;

/** Whether an appointment needs the link of the slot it sits in. */
export function wishes(appointment: Wish, slot: Pick<SlotRow, 'location'>): boolean {
  return appointment.status !== 'new' && placeOf(appointment, slot).kind === 'zoom';
}

/** Where an appointment takes place: its own override, else what its slot was opened with. */
export function placeOf(
  appointment: Pick<AppointmentRow, 'location'>,
  slot: Pick<SlotRow, 'location'>,
): MeetingLocation {
  return appointment.location ?? slot.location;
}
