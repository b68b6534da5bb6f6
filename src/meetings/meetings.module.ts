import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppointmentsModule } from '../appointments';
import { AuditModule } from '../audit';
import { CalendarsModule } from '../calendars';
import { DataRightsModule } from '../data-rights';
import { IdentityModule } from '../identity';
import { ZoomModule } from '../zoom';
import { AskZoom } from './ask-zoom';
import { BeginStep } from './begin-step';
import { Colleagues } from './colleagues';
import { CountParked } from './count-parked';
import { DeletionStore } from './deletion.store';
import { FinishDeletions } from './finish-deletions';
import { Enrol } from './enrol';
import { EnrolmentStores } from './enrolment-stores';
import { FindMeetings } from './find-meetings';
import { FindOwedJob } from './find-owed';
import { Generations } from './generations';
import { GiveUpUnneeded } from './give-up-unneeded';
import { HandOverMeeting } from './hand-over-meeting';
import { HostAgenda } from './host-agenda';
import { HostWork } from './host-work';
import { ListParticipants } from './list-participants';
import { RegistrantEntity } from './registrant.entity';
import { RegistrantStore } from './registrant.store';
import { WriteEnrolment } from './write-enrolment';
import { HostJobs } from './host-jobs';
import { HostTurn } from './host-turn';
import { KeepUntilReplaced } from './keep-until-replaced';
import { LeaveHost } from './leave-host';
import { LookAtMeeting } from './look-at-meeting';
import { Leftovers } from './leftovers';
import { LeftoversController } from './leftovers.controller';
import { MakeRequest } from './make-request';
import { Mend } from './mend';
import { MeetingEntity } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { MeetingsController } from './meetings.controller';
import { NoteParking } from './note-parking';
import { OnAppointmentBooked } from './on-appointment-booked';
import { OnAppointmentCancelled } from './on-appointment-cancelled';
import { OnAppointmentChanged } from './on-appointment-changed';
import { OnAppointmentConfirmed } from './on-appointment-confirmed';
import { OnAppointmentRescheduled } from './on-appointment-rescheduled';
import { OnAppointmentRevived } from './on-appointment-revived';
import { EnrolmentTraceStore } from './enrolment-traces.store';
import { CopyEnrolments } from './on-copy-person';
import { EraseFromMeetings } from './on-erase-person';
import { OnFinishZoomWork } from './on-finish-zoom-work';
import { OnLinkAwaited } from './on-link-awaited';
import { OnLinksWished } from './on-links-wished';
import { OnZoomConnected } from './on-zoom-connected';
import { OnZoomDisconnected } from './on-zoom-disconnected';
import { OnZoomIsFree } from './on-zoom-is-free';
import { OnZoomMeetingTouched } from './on-zoom-meeting-touched';
import { OnZoomReconnectRequired } from './on-zoom-reconnect-required';
import { ParkingStore } from './parking.store';
import { PlanStep } from './plan-step';
import { ReconcileHostJob } from './reconcile-host';
import { References } from './references';
import { RefusalStore } from './refusal.store';
import { StartMeeting } from './start-meeting';
import { SweepHostJob } from './sweep-host';
import { SweepJobs } from './sweep-jobs';
import { SweepMeetings } from './sweep-meetings';
import { SweepNightlyJob } from './sweep-nightly';
import { SweepEntity } from './sweep.entity';
import { SweepStore } from './sweep.store';
import { RequestSweep } from './request-sweep';
import { Sweeps } from './sweeps';
import { SweepsController, SweepsOfUsersController } from './sweeps.controller';
import { TakeBackHost } from './take-back-host';
import { TakeStep } from './take-step';
import { TellHosts } from './tell-hosts';
import { TransferRights } from './transfer-rights';
import { TransferMeeting } from './transfer-meeting';
import { WantMeeting } from './want-meeting';
import { WriteOutcome } from './write-outcome';
import { WriteTransfer } from './write-transfer';
import { WriteSeen } from './write-seen';

@Module({
  imports: [
    TypeOrmModule.forFeature([MeetingEntity, RegistrantEntity, SweepEntity]),
    IdentityModule,
    ZoomModule,
    CalendarsModule,
    AuditModule,
    AppointmentsModule,
    DataRightsModule,
  ],
  controllers: [LeftoversController, MeetingsController, SweepsController, SweepsOfUsersController],
  providers: [
    MeetingStore,
    References,
    HostJobs,
    Generations,
    WantMeeting,
    BeginStep,
    RefusalStore,
    Colleagues,
    AskZoom,
    WriteOutcome,
    FindMeetings,
    WriteSeen,
    LookAtMeeting,
    MakeRequest,
    TransferRights,
    HandOverMeeting,
    KeepUntilReplaced,
    TransferMeeting,
    WriteTransfer,
    TakeStep,
    TakeBackHost,
    LeaveHost,
    PlanStep,
    RegistrantStore,
    EnrolmentStores,
    ListParticipants,
    WriteEnrolment,
    Enrol,
    HostAgenda,
    HostWork,
    ParkingStore,
    NoteParking,
    HostTurn,
    ReconcileHostJob,
    FindOwedJob,
    StartMeeting,
    CountParked,
    TellHosts,
    SweepStore,
    SweepJobs,
    Mend,
    SweepMeetings,
    SweepHostJob,
    RequestSweep,
    Sweeps,
    SweepNightlyJob,
    OnLinksWished,
    OnLinkAwaited,
    OnAppointmentBooked,
    OnAppointmentConfirmed,
    OnAppointmentRescheduled,
    OnAppointmentChanged,
    OnAppointmentCancelled,
    OnAppointmentRevived,
    DeletionStore,
    GiveUpUnneeded,
    FinishDeletions,
    OnFinishZoomWork,
    Leftovers,
    OnZoomConnected,
    OnZoomDisconnected,
    OnZoomReconnectRequired,
    OnZoomIsFree,
    OnZoomMeetingTouched,
    EnrolmentTraceStore,
    EraseFromMeetings,
    CopyEnrolments,
  ],
})
export class MeetingsModule {}
