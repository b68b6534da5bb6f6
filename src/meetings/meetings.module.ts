import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppointmentsModule } from '../appointments';
import { CalendarsModule } from '../calendars';
import { ZoomModule } from '../zoom';
import { AskZoom } from './ask-zoom';
import { BeginStep } from './begin-step';
import { CountParked } from './count-parked';
import { FindMeetings } from './find-meetings';
import { FindOwedJob } from './find-owed';
import { Generations } from './generations';
import { HostJobs } from './host-jobs';
import { HostTurn } from './host-turn';
import { LeaveHost } from './leave-host';
import { MeetingEntity } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { MeetingsController } from './meetings.controller';
import { OnAppointmentBooked } from './on-appointment-booked';
import { OnAppointmentCancelled } from './on-appointment-cancelled';
import { OnAppointmentChanged } from './on-appointment-changed';
import { OnAppointmentConfirmed } from './on-appointment-confirmed';
import { OnAppointmentRescheduled } from './on-appointment-rescheduled';
import { OnAppointmentRevived } from './on-appointment-revived';
import { OnZoomConnected } from './on-zoom-connected';
import { OnZoomDisconnected } from './on-zoom-disconnected';
import { OnZoomReconnectRequired } from './on-zoom-reconnect-required';
import { ReconcileHostJob } from './reconcile-host';
import { References } from './references';
import { StartMeeting } from './start-meeting';
import { TakeBackHost } from './take-back-host';
import { TakeStep } from './take-step';
import { WantMeeting } from './want-meeting';
import { WriteOutcome } from './write-outcome';

@Module({
  imports: [TypeOrmModule.forFeature([MeetingEntity]), ZoomModule, CalendarsModule, AppointmentsModule],
  controllers: [MeetingsController],
  providers: [
    MeetingStore,
    References,
    HostJobs,
    Generations,
    WantMeeting,
    BeginStep,
    AskZoom,
    WriteOutcome,
    FindMeetings,
    TakeStep,
    TakeBackHost,
    LeaveHost,
    HostTurn,
    ReconcileHostJob,
    FindOwedJob,
    StartMeeting,
    CountParked,
    OnAppointmentBooked,
    OnAppointmentConfirmed,
    OnAppointmentRescheduled,
    OnAppointmentChanged,
    OnAppointmentCancelled,
    OnAppointmentRevived,
    OnZoomConnected,
    OnZoomDisconnected,
    OnZoomReconnectRequired,
  ],
})
export class MeetingsModule {}
