import { Module, OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ZoomApi } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { Addresses } from '../platform/config';
import { AuditModule } from '../audit';
import { DataRightsModule } from '../data-rights';
import { IdentityModule, UserIncludes } from '../identity';
import { MessagingModule } from '../messaging';
import { AccountPauses } from './account-pauses';
import { AnswerConfirmation } from './answer-confirmation';
import { AskThrottle } from './ask-throttle';
import { AskToConnect } from './ask-to-connect';
import { ConfirmConnect } from './confirm-connect';
import { ConnectBrowsers } from './connect-browsers';
import { ConnectLinkPagesController } from './connect-link-pages.controller';
import { ConnectLinks } from './connect-links';
import { ConnectLinkStore } from './connect-link.store';
import { ConnectPagesController } from './connect-pages.controller';
import { DecideConnect } from './decide-connect';
import { DeclineConnect } from './decline-connect';
import { DisconnectZoom } from './disconnect-zoom';
import { EndConnection } from './end-connection';
import { EndOfUserJob } from './end-of-user';
import { EndUnconfirmedJob } from './end-unconfirmed';
import { ExchangeCode } from './exchange-code';
import { FinishConnect } from './finish-connect';
import { FollowConnectLink } from './follow-connect-link';
import { CopyZoom } from './on-copy-person';
import { EraseFromZoom } from './on-erase-person';
import { GatherZoomUsers } from './on-gather-traces';
import { ZoomTraceStore } from './zoom-traces.store';
import { ForgetOldEvents } from './forget-old-events';
import { JudgeConnect } from './judge-connect';
import { Leases } from './leases';
import { LeaseStore } from './lease.store';
import { ListZoomMeetings } from './list-zoom-meetings';
import { MeetingHosts } from './meeting-hosts';
import { OAuthStateStore } from './oauth-state.store';
import { OnEndMembership } from './on-end-membership';
import { ParkedWork } from './parked-work';
import { PendingConnects } from './pending-connects';
import { PlaceTokens } from './place-tokens';
import { QuotaDays } from './quota-days';
import { QuotaLedger } from './quota-ledger';
import { QuotaUsages } from './quota-usages';
import { QuotaStore } from './quota.store';
import { ReceiveWebhook } from './receive-webhook';
import { RefreshTokens } from './refresh-tokens';
import { ReleaseZoom } from './release-zoom';
import { RequireReconnect } from './require-reconnect';
import { RevokeTokens } from './revoke-tokens';
import { SettleConnect } from './settle-connect';
import { SettlePendingConnect } from './settle-pending-connect';
import { ShowConnectPage } from './show-connect-page';
import { ShowTeamUsage } from './show-team-usage';
import { ShowZoom } from './show-zoom';
import { StartConnect } from './start-connect';
import { TellTouch } from './tell-touch';
import { TokenVault } from './token-vault';
import { UnconfirmedConnects } from './unconfirmed-connects';
import { UnconfirmedStore } from './unconfirmed.store';
import { UninstallZoom } from './uninstall-zoom';
import { WorkOnEvent } from './work-on-event';
import { ZoomCallbackController } from './zoom-callback.controller';
import { ZoomConfirmController } from './zoom-confirm.controller';
import { ZoomConnections } from './zoom-connections';
import { ZoomConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';
import { ZoomEventStore } from './zoom-event.store';
import { SessionTools } from './session-tools';
import { ZoomSessions } from './zoom-sessions';
import { ZoomTokens } from './zoom-tokens';
import { ZoomWebhooksController } from './zoom-webhooks.controller';
import { ZoomController, ZoomOfTeamController, ZoomOfUsersController } from './zoom.controller';

@Module({
  imports: [
    TypeOrmModule.forFeature([ZoomConnectionRow]),
    AuditModule,
    DataRightsModule,
    IdentityModule,
    MessagingModule,
  ],
  controllers: [
    ZoomController,
    ZoomConfirmController,
    ZoomOfUsersController,
    ZoomOfTeamController,
    ZoomCallbackController,
    ZoomWebhooksController,
    ConnectPagesController,
    ConnectLinkPagesController,
  ],
  providers: [
    {
      provide: ZoomApi,
      inject: [Addresses, Clock],
      useFactory: ({ zoomApiUrl, zoomOauthUrl, zoomClientId, zoomClientSecret }: Addresses, clock: Clock) =>
        new ZoomApi({
          apiUrl: zoomApiUrl,
          oauthUrl: zoomOauthUrl,
          clientId: zoomClientId,
          clientSecret: zoomClientSecret,
          now: () => clock.ms(),
        }),
    },
    LeaseStore,
    Leases,
    OAuthStateStore,
    QuotaStore,
    ParkedWork,
    QuotaDays,
    AccountPauses,
    QuotaLedger,
    QuotaUsages,
    TokenVault,
    ZoomConnectionStore,
    ZoomConnections,
    StartConnect,
    ExchangeCode,
    AnswerConfirmation,
    AskThrottle,
    AskToConnect,
    ConfirmConnect,
    ConnectBrowsers,
    ConnectLinkStore,
    ConnectLinks,
    DeclineConnect,
    EndUnconfirmedJob,
    FollowConnectLink,
    JudgeConnect,
    ShowConnectPage,
    UnconfirmedConnects,
    UnconfirmedStore,
    PendingConnects,
    FinishConnect,
    SettleConnect,
    SettlePendingConnect,
    DecideConnect,
    PlaceTokens,
    RevokeTokens,
    EndConnection,
    DisconnectZoom,
    ReleaseZoom,
    OnEndMembership,
    EndOfUserJob,
    RefreshTokens,
    RequireReconnect,
    ZoomTokens,
    SessionTools,
    ZoomSessions,
    ShowZoom,
    ShowTeamUsage,
    ListZoomMeetings,
    ZoomEventStore,
    MeetingHosts,
    TellTouch,
    UninstallZoom,
    ReceiveWebhook,
    WorkOnEvent,
    ForgetOldEvents,
    ZoomTraceStore,
    GatherZoomUsers,
    EraseFromZoom,
    CopyZoom,
  ],
  exports: [MeetingHosts, ParkedWork, QuotaDays, QuotaLedger, QuotaUsages, StartConnect, ZoomConnections, ZoomSessions],
})
export class ZoomModule implements OnModuleInit {
  constructor(
    private readonly includes: UserIncludes,
    private readonly connections: ZoomConnections,
  ) {}

  /** `?include=zoom` on users. */
  onModuleInit(): void {
    this.includes.register('zoom', async (_who, userIds) => {
      const states = await this.connections.statesOf(userIds);
      return new Map([...states].map(([userId, state]) => [userId, { state }]));
    });
  }
}
