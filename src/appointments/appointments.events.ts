import { defineFact } from '../platform/events';
import type { AppointmentStatus, CancelledBy } from './appointment.rules';
import type { LinkState } from './link.rules';

const SLOT = { appointmentId: 'the appointment', slotId: 'the slot it sits in' };

export const AppointmentBooked = defineFact<{
  appointmentId: string;
  slotId: string;
  seriesId: string | null;
  status: AppointmentStatus;
  by: 'guest' | 'staff';
  forced: boolean;
  opened: boolean;
}>('appointment.booked', 'An appointment was made.', {
  ...SLOT,
  seriesId: 'the series it belongs to, or null',
  status: '`new` or `confirmed`',
  by: '`guest` or `staff`',
  forced: 'whether it was booked over hours, limits and other slots',
  opened: 'whether it is the first to sit in its slot, which shares its link with no other',
});

const TOGETHER = { seriesId: 'the series', appointmentIds: 'those concerned, soonest first' };

export const SeriesBooked = defineFact<{ seriesId: string; appointmentIds: string[] }>(
  'series.booked',
  'A series of appointments was made, each of which has an `appointment.booked` of its own.',
  TOGETHER,
);

export const SeriesRescheduled = defineFact<{ seriesId: string; appointmentIds: string[] }>(
  'series.rescheduled',
  'Appointments of a series were moved together, each of which has an `appointment.rescheduled` of its own.',
  TOGETHER,
);

export const SeriesCancelled = defineFact<{ seriesId: string; appointmentIds: string[] }>(
  'series.cancelled',
  'Appointments of a series were cancelled together, each of which has an `appointment.cancelled` of its own.',
  TOGETHER,
);

export const AppointmentConfirmed = defineFact<{ appointmentId: string; slotId: string }>(
  'appointment.confirmed',
  'An appointment that waited for it was confirmed.',
  SLOT,
);

export const AppointmentRescheduled = defineFact<{
  appointmentId: string;
  slotId: string;
  fromSlotId: string;
  fromStart: string;
  fromHostIds: string[];
  by: 'guest' | 'staff';
}>('appointment.rescheduled', 'An appointment moved to another slot.', {
  ...SLOT,
  fromSlotId: 'the slot it left',
  fromStart: 'when that one started',
  fromHostIds: 'whom that one occupied',
  by: '`guest` or `staff`',
});

export const AppointmentChanged = defineFact<{ appointmentId: string; slotId: string; fields: string[] }>(
  'appointment.changed',
  'Something about an appointment changed that keeps its start and hosts.',
  { ...SLOT, fields: 'which fields' },
);

export const AppointmentCancelled = defineFact<{
  appointmentId: string;
  slotId: string;
  status: AppointmentStatus;
  by: CancelledBy;
}>('appointment.cancelled', 'An appointment left its slot for good.', {
  ...SLOT,
  status: '`cancelled` or `invalid`',
  by: '`guest`, `staff` or `system`',
});

export const AppointmentRevived = defineFact<{ appointmentId: string; slotId: string }>(
  'appointment.revived',
  'A cancelled appointment took a seat again.',
  SLOT,
);

export const AppointmentMarked = defineFact<{ appointmentId: string; slotId: string; status: AppointmentStatus }>(
  'appointment.marked',
  'Somebody said whether the guest came.',
  { ...SLOT, status: '`showed`, `noshow` or `confirmed`' },
);

export const AppointmentLinkSettled = defineFact<{
  appointmentId: string;
  slotId: string;
  state: LinkState;
  before: LinkState;
  joinUrlChanged: boolean;
  reason: string | null;
}>('appointment.link-settled', "The link of an appointment's slot changed.", {
  ...SLOT,
  state: 'none, pending, ready, parked, failed or released',
  before: 'the state before',
  joinUrlChanged: 'whether guests need the new link',
  reason: 'why there is none',
});

export const AppointmentLinkChanged = defineFact<{
  appointmentId: string;
  slotId: string;
  state: LinkState;
  before: LinkState;
  reason: 'wanted' | 'shared' | 'left';
}>(
  'appointment.link-changed',
  'An appointment got, or lost, the link of a slot by what was done to it. What Zoom makes of the link is `appointment.link-settled`.',
  {
    ...SLOT,
    slotId: 'the slot it came to or left',
    state: 'pending, ready, parked, failed or released',
    before: 'the state before',
    reason:
      '`wanted`: a link is asked for; `shared`: the slot had asked for one already; `left`: it is not for this appointment any more',
  },
);
