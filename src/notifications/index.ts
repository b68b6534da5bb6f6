export { Notifications, type NewNotification } from './notifications';
export { NotificationsModule } from './notifications.module';
