export { AppointmentReader, type AppointmentView } from './appointment.reader';
export { isSeated } from './appointment.rules';
export {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentConfirmed,
  AppointmentLinkSettled,
  AppointmentMarked,
  AppointmentRescheduled,
  AppointmentRevived,
} from './appointments.events';
export { AppointmentsModule } from './appointments.module';
export { BookAppointment } from './book-appointment';
export { CancelAppointment } from './cancel-appointment';
export { FreeSlots } from './free-slots';
export { GuestLinks } from './guest-links';
export { LinkWait } from './link-wait';
export { PresentAppointment, locationJson } from './present-appointment';
export { RescheduleAppointment } from './reschedule-appointment';
export { SlotLinks, type SettledLink, type SlotForMeeting } from './slot-links';
