import { DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from './audit';
import { AuditLogModule } from './audit-log';
import { DeliveryLogModule } from './delivery-log';
import { AppointmentsModule } from './appointments';
import { BusyTimesModule } from './busy-times';
import { CalendarsModule } from './calendars';
import { ContactsModule } from './contacts';
import { ErasuresModule } from './erasures';
import { FeedsModule } from './feeds';
import { GuestsModule } from './guests';
import { InvitationsModule } from './invitations';
import { MeetingsModule } from './meetings';
import { MessagingModule } from './messaging';
import { DemoModule } from './demo';
import { IdentityModule } from './identity';
import { NoticesModule } from './notices';
import { NotificationsModule } from './notifications';
import { Clock } from './platform/clock';
import { Addresses, Config } from './platform/config';
import { PlatformModule } from './platform/platform.module';
import { ZoomModule } from './zoom';

@Module({})
export class AppModule {
  static with(config: Config, addresses: Addresses, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, addresses, clock),
        AuditModule,
        IdentityModule,
        MessagingModule,
        AuditLogModule,
        DeliveryLogModule,
        ErasuresModule,
        NotificationsModule,
        ZoomModule,
        CalendarsModule,
        ContactsModule,
        BusyTimesModule,
        AppointmentsModule,
        DemoModule,
        FeedsModule,
        GuestsModule,
        InvitationsModule,
        MeetingsModule,
        NoticesModule,
      ],
    };
  }
}
