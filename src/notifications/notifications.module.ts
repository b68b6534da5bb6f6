import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataRightsModule } from '../data-rights';
import { IdentityModule } from '../identity';
import { MessagingModule } from '../messaging';
import { ForgetOldNotifications } from './forget-old-notifications';
import { Inbox } from './inbox';
import { InboxEntity } from './inbox.entity';
import { NotificationEntity } from './notification.entity';
import { NotificationStore } from './notification.store';
import { NotificationStreams } from './notification-streams';
import { Notifications } from './notifications';
import { NotificationsController } from './notifications.controller';
import { EraseNotifications } from './on-erase-person';
import { StreamEvents } from './stream-events';

@Module({
  imports: [
    TypeOrmModule.forFeature([NotificationEntity, InboxEntity]),
    IdentityModule,
    MessagingModule,
    DataRightsModule,
  ],
  controllers: [NotificationsController],
  providers: [
    EraseNotifications,
    ForgetOldNotifications,
    Inbox,
    NotificationStore,
    Notifications,
    NotificationStreams,
    StreamEvents,
  ],
  exports: [Notifications],
})
export class NotificationsModule {}
