import { Module, OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ZoomApi } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { Addresses } from '../platform/config';
import { IdentityModule, UserIncludes } from '../identity';
import { ConnectPagesController } from './connect-pages.controller';
import { DecideConnect } from './decide-connect';
import { DisconnectZoom } from './disconnect-zoom';
import { EndConnection } from './end-connection';
import { ExchangeCode } from './exchange-code';
import { FinishConnect } from './finish-connect';
import { LeaseStore } from './lease.store';
import { Leases } from './leases';
import { ListZoomMeetings } from './list-zoom-meetings';
import { OAuthStateStore } from './oauth-state.store';
import { OnEndMembership } from './on-end-membership';
import { PendingConnects } from './pending-connects';
import { PlaceTokens } from './place-tokens';

import { ParkedWork } from './parked-work';
import { QuotaLedger } from './quota-ledger';
import { QuotaStore } from './quota.store';
import { RefreshTokens } from './refresh-tokens';
import { ReleaseZoom } from './release-zoom';
import { RequireReconnect } from './require-reconnect';
import { RevokeTokens } from './revoke-tokens';
import { SettleConnect } from './settle-connect';
import { SettlePendingConnect } from './settle-pending-connect';
import { ShowZoom } from './show-zoom';
import { StartConnect } from './start-connect';
import { TokenVault } from './token-vault';
import { ZoomCallbackController } from './zoom-callback.controller';
import { ZoomConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';
import { ZoomConnections } from './zoom-connections';
import { ZoomController, ZoomOfUsersController } from './zoom.controller';
import { SessionTools } from './zoom-session';
import { ZoomSessions } from './zoom-sessions';
import { ZoomTokens } from './zoom-tokens';

@Module({
  imports: [TypeOrmModule.forFeature([ZoomConnectionRow]), IdentityModule],
  controllers: [ZoomController, ZoomOfUsersController, ZoomCallbackController, ConnectPagesController],
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
    QuotaLedger,
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
    RefreshTokens,
    RequireReconnect,
    ZoomTokens,
    SessionTools,
    ZoomSessions,
    ShowZoom,
    ListZoomMeetings,
  ],
  exports: [ParkedWork, QuotaLedger, StartConnect, ZoomConnections, ZoomSessions],
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
