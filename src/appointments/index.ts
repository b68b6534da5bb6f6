export { answerText, sheetOf } from './answers.rules';
export { AppointmentReader, type AppointmentView } from './appointment.reader';
export { isSeated } from './appointment.rules';
export {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentConfirmed,
  AppointmentLinkSettled,
  AppointmentRescheduled,
  AppointmentRevived,
} from './appointments.events';
export { PublicFreeSlotsQuery } from './appointments.dto';
export { PublicBookingInput } from './booking.dto';
export { AppointmentsModule } from './appointments.module';
export { SlotTaken } from './appointments.problems';
export { CancelAppointment } from './cancel-appointment';
export { IsInstant, IsText } from './fields';
export { FreeSlots, type FreeSlotsJson } from './free-slots';
export { GuestLinks } from './guest-links';
export { HostedAppointments } from './hosted-appointments';
export { type LinkNeed, type LinkOwner, linkOwnerOf } from './link-need.rules';
export { LinkNeeds } from './link-needs';
export { type OwnLink } from './own-link.rules';
export { OwnLinks, type Participant } from './own-links';
export { LinkWait } from './link-wait';
export { LinkAwaited, LinksWished } from './link.intents';
export {
  PresentAppointment,
  locationJson,
  type MeetingLocationJson,
  type PublicAppointmentJson,
} from './present-appointment';
export { PublicBooking } from './public-booking';
export { RescheduleAppointment } from './reschedule-appointment';
export { SlotLinks, type SettledLink } from './slot-links';
export { type LinkState } from './link.rules';
