import { Module, OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ZoomApi } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { Addresses } from '../platform/config';
import { IdentityModule, UserIncludes } from '../identity';
import { AccountPauses } from './account-pauses';
import { ConnectPagesController } from './connect-pages.controller';
import { DecideConnect } from './decide-connect';
import { DisconnectZoom } from './disconnect-zoom';
import { EndConnection } from './end-connection';
import { ExchangeCode } from './exchange-code';
import { FinishConnect } from './finish-connect';
import { ForgetOldEvents } from './forget-old-events';
import { LeaseStore } from './lease.store';
import { Leases } from './leases';
import { ListZoomMeetings } from './list-zoom-meetings';
import { MeetingHosts } from './meeting-hosts';
import { OAuthStateStore } from './oauth-state.store';
import { EndOfUserJob } from './end-of-user';
import { OnEndMembership } from './on-end-membership';
import { PendingConnects } from './pending-connects';
import { PlaceTokens } from './place-tokens';

import { ParkedWork } from './parked-work';
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
import { ShowTeamUsage } from './show-team-usage';
import { ShowZoom } from './show-zoom';
import { StartConnect } from './start-connect';
import { TellTouch } from './tell-touch';
import { TokenVault } from './token-vault';
import { UninstallZoom } from './uninstall-zoom';
import { WorkOnEvent } from './work-on-event';
import { ZoomCallbackController } from './zoom-callback.controller';
import { ZoomConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';
import { ZoomConnections } from './zoom-connections';
import { ZoomEventStore } from './zoom-event.store';
import { ZoomController, ZoomOfTeamController, ZoomOfUsersController } from './zoom.controller';
import { SessionTools } from './zoom-session';
import { ZoomSessions } from './zoom-sessions';
import { ZoomTokens } from './zoom-tokens';
import { ZoomWebhooksController } from './zoom-webhooks.controller';

@Module({
  imports: [TypeOrmModule.forFeature([ZoomConnectionRow]), IdentityModule],
  controllers: [
    ZoomController,
    ZoomOfUsersController,
    ZoomOfTeamController,
    ZoomCallbackController,
    ZoomWebhooksController,
    ConnectPagesController,
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
