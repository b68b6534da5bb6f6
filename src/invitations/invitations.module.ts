import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppointmentsModule } from '../appointments';
import { DataRightsModule } from '../data-rights';
import { MessagingModule } from '../messaging';
import { CurrentAppointment } from './current-appointment';
import { InvitationMail } from './invitation-mail';
import { InvitationEntity } from './invitation.entity';
import { InvitationStore } from './invitation.store';
import { InvitationWaitRow } from './invitation-wait.entity';
import { Invite } from './invite';
import { InviteLateJob } from './invite-late';
import { InviteToSeries } from './invite-to-series';
import { LinkPatience } from './link-patience';
import { OnAppointmentBooked } from './on-appointment-booked';
import { OnAppointmentCancelled } from './on-appointment-cancelled';
import { OnAppointmentChanged } from './on-appointment-changed';
import { OnAppointmentConfirmed } from './on-appointment-confirmed';
import { OnAppointmentLinkSettled } from './on-appointment-link-settled';
import { OnAppointmentRescheduled } from './on-appointment-rescheduled';
import { CopyInvitations } from './on-copy-person';
import { EraseFromInvitations } from './on-erase-person';
import { OnAppointmentRevived } from './on-appointment-revived';
import { SeriesMail } from './series-mail';
import { TellOfSeries } from './tell-of-series';
import { TellPeople } from './tell-people';

@Module({
  imports: [
    TypeOrmModule.forFeature([InvitationEntity, InvitationWaitRow]),
    AppointmentsModule,
    MessagingModule,
    DataRightsModule,
  ],
  providers: [
    InvitationStore,
    CurrentAppointment,
    LinkPatience,
    InvitationMail,
    TellPeople,
    SeriesMail,
    TellOfSeries,
    InviteToSeries,
    Invite,
    InviteLateJob,
    OnAppointmentBooked,
    OnAppointmentConfirmed,
    OnAppointmentRescheduled,
    OnAppointmentChanged,
    OnAppointmentCancelled,
    OnAppointmentRevived,
    OnAppointmentLinkSettled,
    EraseFromInvitations,
    CopyInvitations,
  ],
})
export class InvitationsModule {}
