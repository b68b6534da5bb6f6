import { Module } from '@nestjs/common';
import { AppointmentsModule } from '../appointments';
import { IdentityModule } from '../identity';
import { NotificationsModule } from '../notifications';
import { OnAppointmentLinkSettled } from './on-appointment-link-settled';
import { OnBusyFeedUnreadable } from './on-busy-feed-unreadable';
import { OnLinksParked } from './on-links-parked';
import { OnLinksResumed } from './on-links-resumed';
import { OnLoginAsStarted } from './on-login-as-started';
import { OnMeetingChangedInZoom } from './on-meeting-changed-in-zoom';
import { OnZoomQuotaWarned } from './on-zoom-quota-warned';
import { OnZoomDisconnected } from './on-zoom-disconnected';
import { OnZoomReconnectRequired } from './on-zoom-reconnect-required';
import { OnZoomReleased } from './on-zoom-released';
import { TellOfLostLinksJob } from './tell-of-lost-links';
import { TellTeam } from './tell-team';

/** What people of the team are told when something is the matter. */
@Module({
  imports: [IdentityModule, NotificationsModule, AppointmentsModule],
  providers: [
    TellTeam,
    TellOfLostLinksJob,
    OnAppointmentLinkSettled,
    OnZoomReconnectRequired,
    OnZoomDisconnected,
    OnZoomReleased,
    OnLinksParked,
    OnLinksResumed,
    OnMeetingChangedInZoom,
    OnZoomQuotaWarned,
    OnBusyFeedUnreadable,
    OnLoginAsStarted,
  ],
})
export class NoticesModule {}
