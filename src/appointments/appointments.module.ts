import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit';
import { BusyTimesModule } from '../busy-times';
import { CalendarsModule } from '../calendars';
import { ContactsModule } from '../contacts';
import { DataRightsModule } from '../data-rights';
import { IdentityModule } from '../identity';
import { ZoomModule } from '../zoom';
import { AppointmentEntity } from './appointment.entity';
import { AppointmentReader } from './appointment.reader';
import { AppointmentStore } from './appointment.store';
import { AppointmentsController } from './appointments.controller';
import { AssignmentsController } from './assignments.controller';
import { AssignmentLedger } from './assignment-ledger';
import { AssignmentBalanceEntity, AssignmentEntity } from './assignment.entity';
import { AssignmentStore } from './assignment.store';
import { AvailabilityReader } from './availability.reader';
import { BookAppointment } from './book-appointment';
import { BookerTraceStore } from './booker-traces.store';
import { BookSeries } from './book-series';
import { CheckCalendar } from './check-calendar';
import { CheckCalendarController } from './check-calendar.controller';
import { CancelAppointment } from './cancel-appointment';
import { CancelSeries } from './cancel-series';
import { ChangeAppointment } from './change-appointment';
import { ChangeStatus } from './change-status';
import { Closing } from './closing';
import { DiaryStore } from './diary.store';
import { Departures } from './departures';
import { ExplainStart } from './explain-start';
import { ExtendHold } from './extend-hold';
import { ForgetOldHolds } from './forget-old-holds';
import { FreeSlots } from './free-slots';
import { FutureAppointments } from './future-appointments';
import { FutureLocks } from './future-locks';
import { GuestLinks } from './guest-links';
import { GuestRights } from './guest-rights';
import { HandOver } from './hand-over';
import { HeldSlots } from './held-slots';
import { HoldEntity } from './hold.entity';
import { HoldSlot } from './hold-slot';
import { HostChoice } from './host-choice';
import { HostStandings } from './host-standings';
import { HostedAppointments } from './hosted-appointments';
import { HostedStore } from './hosted.store';
import { LapseUnconfirmed } from './lapse-unconfirmed';
import { Lapses } from './lapses';
import { LinkFacts } from './link-facts';
import { LinkNeeds } from './link-needs';
import { LinkStore } from './link.store';
import { LinkWait } from './link-wait';
import { Marking } from './marking';
import { MoveEnd } from './move-end';
import { MoveRecords } from './move-records';
import { Moving } from './moving';
import { MovingTogether } from './moving-together';
import { OnChangeCalendarType } from './on-change-calendar-type';
import { OnChangeMembers } from './on-change-members';
import { OnMergeContact } from './on-merge-contact';
import { CopyAppointments, GatherBooked } from './on-copy-person';
import { OnEndMembership } from './on-end-membership';
import { OnEraseContact } from './on-erase-contact';
import { EraseFromAppointments } from './on-erase-person';
import { GatherBookers } from './on-gather-traces';
import { OnRemoveCalendar } from './on-remove-calendar';
import { Opening } from './opening';
import { OwnLinks } from './own-links';
import { PresentAppointment } from './present-appointment';
import { PresentSeries } from './present-series';
import { PublicBooking } from './public-booking';
import { PublicBookingController } from './public-booking.controller';
import { PublicHolds } from './public-holds';
import { ReleaseHold } from './release-hold';
import { RemoveAppointment } from './remove-appointment';
import { RescheduleAppointment } from './reschedule-appointment';
import { RescheduleSeries } from './reschedule-series';
import { Returning } from './returning';
import { ReviveAppointment } from './revive-appointment';
import { ScopedChanges } from './scoped-changes';
import { SeatRecords } from './seat-records';
import { SeatedAppointment } from './seated-appointment';
import { Seating } from './seating';
import { SeriesController } from './series.controller';
import { SeriesEntity } from './series.entity';
import { SeriesRecords } from './series-records';
import { SeriesScope } from './series-scope';
import { SeriesSeats } from './series-seats';
import { SeriesStore } from './series.store';
import { ShowAssignments } from './show-assignments';
import { SlotClaims } from './slot-claims';
import { SlotHostRow } from './slot-host.entity';
import { SlotLinks } from './slot-links';
import { SlotNaming } from './slot-naming';
import { SlotSeats } from './slot-seats';
import { SlotEntity } from './slot.entity';
import { SlotStore } from './slot.store';
import { StaffAnswers } from './staff-answers';
import { StaffAppointments } from './staff-appointments';
import { StaffBooking } from './staff-booking';
import { StaffChanges } from './staff-changes';
import { StaffSeries } from './staff-series';
import { WaitingLinksStore } from './waiting-links.store';
import { ZoomOutlook } from './zoom-outlook';

const STORES = [
  WaitingLinksStore,
  LinkStore,
  AppointmentStore,
  HostedStore,
  SlotStore,
  DiaryStore,
  AssignmentStore,
  SeriesStore,
  BookerTraceStore,
];
const SLOTS = [
  SlotNaming,
  SlotSeats,
  AvailabilityReader,
  HostStandings,
  HostChoice,
  AssignmentLedger,
  SlotClaims,
  HeldSlots,
  Seating,
  SeatRecords,
  SlotLinks,
  LinkNeeds,
  OwnLinks,
  LinkFacts,
  Departures,
];
const MOVES = [SeatedAppointment, Moving, MoveRecords, MoveEnd, Opening, Closing, Marking, Returning, Lapses];
const SERIES = [
  SeriesSeats,
  SeriesScope,
  SeriesRecords,
  MovingTogether,
  BookSeries,
  RescheduleSeries,
  CancelSeries,
  PresentSeries,
  StaffSeries,
  ScopedChanges,
];
const ACTS = [
  BookAppointment,
  RescheduleAppointment,
  CancelAppointment,
  ChangeAppointment,
  ChangeStatus,
  ReviveAppointment,
  RemoveAppointment,
  HoldSlot,
  ExtendHold,
  ReleaseHold,
  LapseUnconfirmed,
  ForgetOldHolds,
];
const ANSWERS = [
  FutureAppointments,
  FutureLocks,
  HandOver,
  OnRemoveCalendar,
  OnChangeCalendarType,
  OnChangeMembers,
  OnEndMembership,
  OnMergeContact,
  OnEraseContact,
  GatherBookers,
  EraseFromAppointments,
  GatherBooked,
  CopyAppointments,
];
const READS = [AppointmentReader, HostedAppointments, PresentAppointment, FreeSlots, GuestLinks, GuestRights, LinkWait];
const ROUTES = [
  CheckCalendar,
  ZoomOutlook,
  ExplainStart,
  ShowAssignments,
  PublicBooking,
  PublicHolds,
  StaffAppointments,
  StaffAnswers,
  StaffBooking,
  StaffChanges,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([
      AppointmentEntity,
      SlotEntity,
      SlotHostRow,
      HoldEntity,
      AssignmentEntity,
      AssignmentBalanceEntity,
      SeriesEntity,
    ]),
    AuditModule,
    IdentityModule,
    CalendarsModule,
    BusyTimesModule,
    ContactsModule,
    DataRightsModule,
    ZoomModule,
  ],
  controllers: [
    AppointmentsController,
    AssignmentsController,
    CheckCalendarController,
    SeriesController,
    PublicBookingController,
  ],
  providers: [...STORES, ...SLOTS, ...MOVES, ...SERIES, ...ACTS, ...ANSWERS, ...READS, ...ROUTES],
  exports: [
    SlotLinks,
    LinkNeeds,
    OwnLinks,
    AppointmentReader,
    HostedAppointments,
    PresentAppointment,
    GuestLinks,
    FreeSlots,
    LinkWait,
    PublicBooking,
    RescheduleAppointment,
    CancelAppointment,
  ],
})
export class AppointmentsModule {}
