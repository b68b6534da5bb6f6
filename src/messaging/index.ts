export { CHANNELS, MESSAGE_STATES, type Channel, type MessageRow, type MessageState } from './message.entity';
export { MessageStore, type MessageFilter, type MessageSelection } from './message.store';
export { MessagingModule } from './messaging.module';
export { Outbox, type OutgoingMail } from './outbox';
