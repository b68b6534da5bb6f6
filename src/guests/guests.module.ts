import { Module } from '@nestjs/common';
import { AppointmentsModule } from '../appointments';
import { CalendarsModule } from '../calendars';
import { BookingPages } from './booking-pages';
import { BookingPagesController } from './booking-pages.controller';
import { GuestAppointmentsController } from './guest-appointments.controller';
import { GuestChanges } from './guest-changes';
import { GuestInvite } from './guest-invite';
import { GuestPages } from './guest-pages';
import { GuestPagesController } from './guest-pages.controller';
import { GuestView } from './guest-view';
import { JoinController } from './join.controller';
import { SlotOffer } from './slot-offer';

/** Guests' self-service: what the links in their mail lead to. */
@Module({
  imports: [AppointmentsModule, CalendarsModule],
  controllers: [GuestAppointmentsController, GuestPagesController, JoinController, BookingPagesController],
  providers: [GuestView, GuestChanges, GuestInvite, GuestPages, BookingPages, SlotOffer],
})
export class GuestsModule {}
